import { expect, test } from 'vitest';
import { keptWhenCancelled } from './cancel-policy.ts';

test('Stripe can refund what the policy leaves: a fixed fee is kept in whole steps only', () => {
  const kept = (currency: string, cancelFeeFixedMinor: number, cancelFeeBasisPoints = 0) =>
    keptWhenCancelled(
      { startsAt: new Date(1), cancelUntilHours: 0, cancelFeeFixedMinor, cancelFeeBasisPoints, currency },
      5000,
      new Date(0),
    );
  expect([kept('KWD', 1255), kept('KWD', 1255, 333), kept('MGA', 199), kept('EUR', 1255)]).toEqual([
    1250, 1420, 100, 1255,
  ]);
});
