import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceLine, priceOfOne, taxInside, unitFee, type FeeRule } from './price.ts';

const rule = (feeFixedMinor: number, feeBasisPoints: number, feePaidBy: FeeRule['feePaidBy'] = 'buyer'): FeeRule => ({
  feeFixedMinor,
  feeBasisPoints,
  feePaidBy,
  currency: 'EUR',
});

test('fees are added to what costs something, where the buyer bears them', () => {
  expect(priceOfOne(2500, rule(99, 350))).toBe(2500 + 99 + 88);
  expect(priceOfOne(2500, rule(99, 350, 'organizer'))).toBe(2500);
  expect(unitFee(0, rule(99, 350))).toBe(0);
});

test('half a minor unit rounds up', () => {
  expect([unitFee(50, rule(0, 100)), unitFee(49, rule(0, 100)), unitFee(150, rule(0, 100))]).toEqual([1, 0, 2]);
  expect(taxInside(1190, 1900)).toBe(190);
  expect(taxInside(2500, 700)).toBe(164);
});

test('a line’s total is its units’ prices and fees, and its tax lies within', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000 });
  const points = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(
      amount,
      amount,
      points,
      points,
      fc.integer({ min: 1, max: 1000 }),
      (priceMinor, fixed, fee, tax, quantity) => {
        const line = priceLine({ priceMinor, taxRateBasisPoints: tax, quantity }, rule(fixed, fee));
        expect(line.totalMinor).toBe(quantity * priceOfOne(priceMinor, rule(fixed, fee)));
        expect(line.taxMinor).toBeGreaterThanOrEqual(0);
        // Net and tax add up again to within half a unit of rounding.
        const net = line.totalMinor - line.taxMinor;
        expect(Math.abs(net * (tax / 10_000) - line.taxMinor)).toBeLessThanOrEqual(1);
      },
    ),
  );
});
