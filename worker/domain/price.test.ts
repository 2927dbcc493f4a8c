import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceInside, priceLine, priceOfOne, shares, taxInside, unitFee, waived, type FeeRule } from './price.ts';
import { chargeStepMinor } from './stripe-amount.ts';

const rule = (feeFixedMinor: number, feeBasisPoints: number, feePaidBy: FeeRule['feePaidBy'] = 'buyer'): FeeRule => ({
  feeFixedMinor,
  feeBasisPoints,
  feePaidBy,
  currency: 'EUR',
});

test('fees are added to paid types, if the buyer pays them', () => {
  expect(priceOfOne(2500, rule(99, 350))).toBe(2500 + 99 + 88);
  expect(priceOfOne(2500, rule(99, 350, 'organizer'))).toBe(2500);
  expect(unitFee(0, rule(99, 350))).toBe(0);
});

test('half a minor unit rounds up', () => {
  expect([unitFee(50, rule(0, 100)), unitFee(49, rule(0, 100)), unitFee(150, rule(0, 100))]).toEqual([1, 0, 2]);
  expect(taxInside(1190, 1900)).toBe(190);
  expect(taxInside(2500, 700)).toBe(164);
});

test('a line’s total is its units’ prices and fees, and its tax is included', () => {
  const amount = fc.integer({ min: 0, max: 1_000_000 });
  const points = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(
      fc.record({
        priceMinor: amount,
        fixed: amount,
        fee: points,
        tax: points,
        quantity: fc.integer({ min: 1, max: 1000 }),
      }),
      ({ priceMinor, fixed, fee, tax, quantity }) => {
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

test('a discounted ticket has the fee of its discounted price', () => {
  const line = { priceMinor: 1000, taxRateBasisPoints: 1900, quantity: 3 };
  const full = 3 * (1000 + 50 + 100);
  expect(priceLine({ ...line, discounts: [200, 200, 1000] }, rule(50, 1000))).toEqual({
    unitPriceMinor: 1000,
    unitFeeMinor: 150,
    // Two at 800 with a fee of 130, and one free one without a fee.
    discountMinor: full - 1860,
    totalMinor: 1860,
    feeMinor: 260,
    taxMinor: taxInside(1860, 1900),
  });
});

test('a discount of nothing changes nothing', () => {
  const line = { priceMinor: 1234, taxRateBasisPoints: 700, quantity: 4 };
  expect(priceLine({ ...line, discounts: [0, 0, 0, 0] }, rule(10, 333))).toEqual(priceLine(line, rule(10, 333)));
});

test('whatever the discount, a line is its list price less the discount, and both can be charged', () => {
  const step = (currency: string) => fc.integer({ min: 0, max: 100_000 }).map((n) => n * chargeStepMinor(currency));
  const priceCase = fc.constantFrom('EUR', 'JPY', 'KWD', 'MGA').chain((currency) =>
    fc.record({
      currency: fc.constant(currency),
      priceMinor: step(currency),
      feeFixedMinor: step(currency),
      feeBasisPoints: fc.integer({ min: 0, max: 5000 }),
      parts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }),
    }),
  );
  fc.assert(
    fc.property(priceCase, ({ currency, priceMinor, parts, ...fees }) => {
      const one = chargeStepMinor(currency);
      const discounts = parts.map((part) => Math.floor((part * priceMinor) / one) * one);
      const fee = { ...fees, feePaidBy: 'buyer' as const, currency };
      const line = priceLine({ priceMinor, taxRateBasisPoints: 1900, quantity: discounts.length, discounts }, fee);
      expect(line.totalMinor + line.discountMinor).toBe(discounts.length * priceOfOne(priceMinor, fee));
      expect(line.totalMinor % one).toBe(0);
      expect(line.discountMinor).toBeGreaterThanOrEqual(discounts.reduce((sum, off) => sum + off, 0));
      expect(line.totalMinor).toBeGreaterThanOrEqual(line.feeMinor);
      expect(line.feeMinor).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a complimentary line shows its whole price as discount', () => {
  const price = priceLine({ priceMinor: 1000, taxRateBasisPoints: 1900, quantity: 2 }, rule(50, 0));
  expect(waived(price, 2)).toEqual({
    unitPriceMinor: 1000,
    unitFeeMinor: 50,
    discountMinor: 2100,
    totalMinor: 0,
    feeMinor: 0,
    taxMinor: 0,
  });
});

test('shares add up to the total, differ by one step at most, and can each be refunded', () => {
  expect(shares(1000, 3, 1)).toEqual([334, 333, 333]);
  expect(shares(10_000, 3, 10)).toEqual([3340, 3330, 3330]);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom(1, 10, 100),
      (steps, count, step) => {
        const parts = shares(steps * step, count, step);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(steps * step);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(step);
        expect(parts.filter((part) => part % step !== 0)).toEqual([]);
      },
    ),
  );
});

test('a buyer’s own price is the amount paid: the price inside it is found again, and costs no more', () => {
  expect(priceInside(850, rule(50, 0))).toBe(800);
  expect(priceInside(2200, rule(0, 1000))).toBe(2000);
  expect(priceInside(40, rule(50, 0))).toBe(0);
  expect(priceInside(1000, rule(50, 500, 'organizer'))).toBe(1000);
  expect(priceInside(120_000, { ...rule(0, 1000), currency: 'UGX' }) % chargeStepMinor('UGX')).toBe(0);
  const minor = fc.integer({ min: 1, max: 10_000_000 });
  fc.assert(
    fc.property(minor, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 10_000 }), (amount, fixed, fee) => {
      expect(priceInside(priceOfOne(amount, rule(fixed, fee)), rule(fixed, fee))).toBe(amount);
      const inside = priceInside(amount, rule(fixed, fee));
      if (inside > 0) expect(amount - priceOfOne(inside, rule(fixed, fee))).toBeOneOf([0, 1]);
    }),
  );
});
