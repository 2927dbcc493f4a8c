import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  availabilityFor,
  hold,
  isFew,
  leftOf,
  overall,
  sellHeld,
  shownLeft,
  unhold,
  type Draw,
  type Quota,
} from './inventory.ts';

const stockOf = (...quotas: Omit<Quota, 'id'>[]) =>
  new Map(quotas.map((quota, n) => [`q${n}`, { id: `q${n}`, ...quota }]));

test('a type with several quotas has as many left as the smallest', () => {
  const stock = stockOf(
    { size: 100, held: 0, sold: 0 },
    { size: 10, held: 3, sold: 4 },
    { size: null, held: 9, sold: 9 },
  );
  expect(leftOf(stock, ['q0', 'q1', 'q2'])).toBe(3);
  expect(availabilityFor(stock, [{ quotaIds: ['q0', 'q1'], places: 3 }])).toBe('available');
  expect(availabilityFor(stock, [{ quotaIds: ['q0', 'q1'], places: 4 }])).toBe('held');
  expect(availabilityFor(stock, [{ quotaIds: ['q0', 'q1'], places: 7 }])).toBe('sold_out');
});

test('lines that share a quota must fit together', () => {
  const stock = stockOf({ size: 5, held: 0, sold: 0 });
  expect(
    availabilityFor(stock, [
      { quotaIds: ['q0'], places: 3 },
      { quotaIds: ['q0'], places: 3 },
    ]),
  ).toBe('sold_out');
});

test('the number left is shown as the organizer wants it', () => {
  const stock = stockOf({ size: 50, held: 0, sold: 39 }, { size: 50, held: 0, sold: 40 });
  const drawing = (quota: string, places = 1) => ({ quotaIds: [quota], places });
  expect([shownLeft(stock, drawing('q0'), 'few'), shownLeft(stock, drawing('q1'), 'few')]).toEqual([null, 10]);
  expect([shownLeft(stock, drawing('q0'), 'always'), shownLeft(stock, drawing('q1'), 'never')]).toEqual([11, null]);
  expect([isFew(11), isFew(10)]).toEqual([false, true]);
  // Ten places are two bundles of four.
  expect(shownLeft(stock, drawing('q1', 4), 'few')).toBe(2);
  expect([overall(['sold_out', 'held']), overall(['sold_out', 'available']), overall([])]).toEqual([
    'held',
    'available',
    'sold_out',
  ]);
});

test('whatever is held, sold and released, no quota is ever over its size or below zero', () => {
  const draw = fc.record({
    quotaIds: fc.uniqueArray(fc.constantFrom('q0', 'q1'), { minLength: 1 }),
    places: fc.integer({ min: 1, max: 4 }),
  });
  const step = fc.record({ draw, fate: fc.constantFrom('keep', 'sell', 'release') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const stock = stockOf({ size: 20, held: 0, sold: 0 }, { size: 7, held: 0, sold: 0 });
      for (const { draw: one, fate } of steps) takeAndThen(stock, [one], fate);
      for (const { size, held, sold } of stock.values()) {
        expect(held >= 0 && sold >= 0 && held + sold <= size!).toBe(true);
      }
    }),
  );
});

function takeAndThen(stock: Map<string, Quota>, draws: Draw[], fate: string): void {
  if (availabilityFor(stock, draws) !== 'available') return;
  hold(stock, draws);
  if (fate === 'sell') sellHeld(stock, draws);
  if (fate === 'release') unhold(stock, draws);
}
