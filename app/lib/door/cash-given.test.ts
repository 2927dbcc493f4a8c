import { expect, test } from 'vitest';
import { likelyGiven } from './cash-given.ts';

test('usual cash sums are offered, smallest first, never less than is due', () => {
  expect(likelyGiven({ amount: 2300, currency: 'EUR' })).toEqual([2500, 3000, 4000, 5000]);
  expect(likelyGiven({ amount: 5000, currency: 'EUR' })).toEqual([6000, 10_000]);
  expect(likelyGiven({ amount: 1, currency: 'EUR' })).toEqual([500, 1000, 2000, 5000]);
  expect(likelyGiven({ amount: 2400, currency: 'JPY' })).toEqual([2500, 3000, 4000, 5000]);
  expect(likelyGiven({ amount: 2300, currency: 'KWD' })).toEqual([5000, 10_000, 20_000, 50_000]);
});
