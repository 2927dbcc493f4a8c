import { expect, test } from 'vitest';
import { shownLeft } from '#domain/event/inventory.ts';
import { mostOfType } from './most-of-type.ts';

test('as many of a bundle can be chosen as the page says are left', () => {
  const quota = { id: 'q', size: 20, held: 0, sold: 6 };
  const family = { quotaIds: ['q'], places: 4 };
  const left = shownLeft(new Map([['q', quota]]), family, 'always');
  expect(left).toBe(3);
  expect(mostOfType({ maxPerBooking: 10, places: 4, left }, 40)).toBe(3);
});

test('a buyer can choose no more than the type allows, and no more than their limit beside the other choices', () => {
  expect(mostOfType({ maxPerBooking: 2, places: 1, left: 9 }, 10)).toBe(2);
  expect(mostOfType({ maxPerBooking: 5, places: 4, left: null }, 10)).toBe(2);
  expect(mostOfType({ maxPerBooking: 5, places: 4, left: 3 }, 3)).toBe(0);
  expect(mostOfType({ maxPerBooking: 5, places: 1, left: null }, -2)).toBe(0);
});
