import { expect, test } from 'vitest';
import { arrivalsUntil } from './arrivals.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 20, minute)).toISOString();
const now = Date.UTC(2026, 0, 1, 20, 7);

test('an hour is shown before anyone has arrived', () => {
  const shown = arrivalsUntil([], now);
  expect([shown.length, shown[0], shown.at(-1)]).toEqual([12, { at: at(-50), entered: 0 }, { at: at(5), entered: 0 }]);
});

test('quiet minutes between arrivals are shown as such, from the first arrival on', () => {
  const shown = arrivalsUntil(
    [
      { at: at(-70), entered: 3 },
      { at: at(0), entered: 5 },
    ],
    now,
  );
  expect(shown).toHaveLength(16);
  expect(shown.filter(({ entered }) => entered > 0)).toEqual([
    { at: at(-70), entered: 3 },
    { at: at(0), entered: 5 },
  ]);
});

test('no more than six hours are shown', () => {
  expect(arrivalsUntil([{ at: at(-600), entered: 1 }], now)).toHaveLength(72);
});
