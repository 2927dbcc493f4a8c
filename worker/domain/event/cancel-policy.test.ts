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

test('a buyer can cancel up to the last moment that the policy names, and not after it', () => {
  const policy = { cancelUntilHours: 1, cancelFeeFixedMinor: 300, cancelFeeBasisPoints: 0, currency: 'EUR' };
  const startsAt = new Date('2026-12-24T20:00:00Z');
  const kept = (now: string) => keptWhenCancelled({ ...policy, startsAt }, 5000, new Date(now));
  expect([kept('2026-12-24T19:00:00Z'), kept('2026-12-24T19:00:00.001Z')]).toEqual([300, null]);
  expect(keptWhenCancelled({ ...policy, startsAt, cancelUntilHours: null }, 5000, new Date(0))).toBe(null);
});
