import { expect, test } from 'vitest';
import { createWindow } from './guest-booking-limit.ts';

test('a client is stopped until the minute is over, others are not', () => {
  const count = createWindow(2, 60_000, 100);
  expect([1, 2, 3, 4].map(() => count('a', 60_000 * 7 + 15_000))).toEqual([0, 0, 45_000, 45_000]);
  expect(count('b', 60_000 * 7 + 15_000)).toBe(0);
  expect(count('a', 60_000 * 8)).toBe(0);
});

test('however many clients come, it holds a bounded number of them', () => {
  const count = createWindow(1, 60_000, 3);
  for (const client of ['a', 'b', 'c', 'd']) expect(count(client, 5)).toBe(0);
  expect(['b', 'c', 'd'].map((client) => count(client, 5) > 0)).toEqual([true, true, true]);
  expect(count('a', 5)).toBe(0);
});
