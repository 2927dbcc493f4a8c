import fc from 'fast-check';
import { expect, test } from 'vitest';
import { discountsOf, refuseCode, refuseCoupon, reveals, type Coupon, type CouponLine } from './coupon.ts';
import { chargeStepMinor } from '../stripe-amount.ts';

const coupon = (fields: Partial<Coupon> = {}): Coupon => ({
  id: 'coupon',
  code: 'SPRING',
  kind: 'percent',
  value: 2000,
  startsAt: null,
  endsAt: null,
  maxUses: null,
  usesPerPerson: null,
  minimumMinor: 0,
  used: 0,
  ticketTypeIds: [],
  archivedAt: null,
  ...fields,
});
const line = (ticketTypeId: string, priceMinor: number, quantity = 1): CouponLine => ({
  ticketTypeId,
  priceMinor,
  quantity,
});
const now = new Date('2026-11-22T12:00:00Z');
const minutes = (n: number) => new Date(now.getTime() + n * 60_000);
const sum = (discounts: number[][]) => discounts.flat().reduce((whole, off) => whole + off, 0);
const priceOf = (lines: readonly CouponLine[]) =>
  lines.reduce((whole, { priceMinor, quantity }) => whole + priceMinor * quantity, 0);

test('a percentage is rounded for each ticket, half a unit up', () => {
  expect(discountsOf(coupon({ value: 1000 }), [line('a', 25, 2), line('b', 24)], 1)).toEqual([[3, 3], [2]]);
  expect(discountsOf(coupon({ value: 10_000 }), [line('a', 999)], 1)).toEqual([[999]]);
  expect(discountsOf(coupon({ value: 0 }), [line('a', 999)], 1)).toEqual([[0]]);
});

test('a fixed amount is spread over the tickets by price, and exactly that amount is deducted', () => {
  const fixed = (value: number) => coupon({ kind: 'fixed', value });
  expect(discountsOf(fixed(1000), [line('a', 1000, 3)], 1)).toEqual([[334, 333, 333]]);
  expect(discountsOf(fixed(100), [line('a', 3000), line('b', 1000)], 1)).toEqual([[75], [25]]);
  expect(discountsOf(fixed(9999), [line('a', 1000, 2)], 1)).toEqual([[1000, 1000]]);
  expect(discountsOf(fixed(500), [line('a', 0, 2)], 1)).toEqual([[0, 0]]);
});

test('a set price changes no ticket that is cheaper already', () => {
  expect(discountsOf(coupon({ kind: 'set_price', value: 500 }), [line('a', 1200, 2), line('b', 300)], 1)).toEqual([
    [700, 700],
    [0],
  ]);
});

test('only the types to which the coupon applies are cheaper', () => {
  const lines = [line('a', 1000), line('b', 1000, 2)];
  for (const kind of ['percent', 'fixed', 'set_price'] as const)
    expect(discountsOf(coupon({ kind, value: 600, ticketTypeIds: ['b'] }), lines, 1)[0]).toEqual([0]);
  expect(discountsOf(coupon({ kind: 'access', value: 5 }), lines, 1)).toEqual([[0], [0, 0]]);
});

test('in currencies that are charged in steps a discount is a number of steps', () => {
  expect(chargeStepMinor('JPY')).toBe(1);
  expect(chargeStepMinor('KWD')).toBe(10);
  expect(discountsOf(coupon({ value: 3333 }), [line('a', 10_000)], chargeStepMinor('KWD'))).toEqual([[3330]]);
  expect(discountsOf(coupon({ kind: 'fixed', value: 1005 }), [line('a', 5000, 3)], chargeStepMinor('KWD'))).toEqual([
    [340, 330, 330],
  ]);
});

test('a set price that can’t be charged becomes the next lower one that can', () => {
  const off = (value: number) => discountsOf(coupon({ kind: 'set_price', value }), [line('a', 5000)], 10);
  expect([off(1005), off(1000), off(5), off(6000)]).toEqual([[[4000]], [[4000]], [[5000]], [[0]]]);
});

const currency = fc.constantFrom('EUR', 'JPY', 'ISK', 'HUF', 'KWD', 'BHD', 'MGA');
const couponCase = currency.chain((code) => {
  const step = chargeStepMinor(code);
  const steps = fc.integer({ min: 0, max: 9_999_999 }).map((n) => n * step);
  const lines = fc.array(fc.record({ ticketTypeId: fc.constantFrom('a', 'b', 'c'), priceMinor: steps, quantity: fc.integer({ min: 1, max: 20 }) }), { minLength: 1, maxLength: 5 }); // prettier-ignore
  const types = fc.subarray(['a', 'b', 'c']);
  return fc.record({
    step: fc.constant(step),
    lines,
    types,
    fixed: steps,
    points: fc.integer({ min: 0, max: 10_000 }),
  });
});

test('whatever the coupon, no ticket costs less than nothing, and every discount can be charged', () => {
  fc.assert(
    fc.property(couponCase, fc.constantFrom('percent', 'fixed', 'set_price', 'access'), (given, kind) => {
      const { step, lines, types, fixed, points } = given;
      const some = coupon({ kind, value: kind === 'percent' ? points : fixed, ticketTypeIds: types });
      const discounts = discountsOf(some, lines, step);
      expect(discounts.map((list) => list.length)).toEqual(lines.map(({ quantity }) => quantity));
      for (const [at, list] of discounts.entries())
        for (const off of list) {
          expect(off).toBeGreaterThanOrEqual(0);
          expect(off).toBeLessThanOrEqual(lines[at]!.priceMinor);
          expect(off % step).toBe(0);
        }
    }),
  );
});

test('a fixed amount is deducted to the minor unit, or the tickets’ whole price', () => {
  fc.assert(
    fc.property(couponCase, ({ step, lines, types, fixed }) => {
      const some = coupon({ kind: 'fixed', value: fixed, ticketTypeIds: types });
      const eligible = lines.filter(({ ticketTypeId }) => types.length === 0 || types.includes(ticketTypeId));
      expect(sum(discountsOf(some, lines, step))).toBe(Math.min(fixed, priceOf(eligible)));
    }),
  );
});

test('of two tickets in one booking the dearer one is never discounted less by a fixed amount', () => {
  fc.assert(
    fc.property(couponCase, ({ step, lines, fixed }) => {
      const discounts = discountsOf(coupon({ kind: 'fixed', value: fixed }), lines, step);
      const units = lines.flatMap(({ priceMinor }, at) => discounts[at]!.map((off) => ({ priceMinor, off })));
      for (const one of units)
        for (const other of units)
          if (one.priceMinor > other.priceMinor) expect(one.off).toBeGreaterThanOrEqual(other.off - step);
    }),
    { numRuns: 30 },
  );
});

test('an unknown, archived, early, expired or used-up code is refused', () => {
  expect(refuseCode(null, now)).toEqual({ ok: false, code: 'coupon_unknown' });
  expect(refuseCode(coupon({ archivedAt: now }), now)).toEqual({ ok: false, code: 'coupon_unknown' });
  expect(refuseCode(coupon({ startsAt: minutes(1) }), now)).toMatchObject({ code: 'coupon_not_valid_now' });
  expect(refuseCode(coupon({ endsAt: now }), now)).toMatchObject({ code: 'coupon_not_valid_now' });
  expect(refuseCode(coupon({ startsAt: now, endsAt: minutes(1) }), now)).toBeNull();
  expect(refuseCode(coupon({ maxUses: 2, used: 2 }), now)).toEqual({ ok: false, code: 'coupon_used_up' });
  expect(refuseCode(coupon({ maxUses: 2, used: 1 }), now)).toBeNull();
});

test('its minimum counts the tickets it applies to, and its uses per person count that person’s bookings', () => {
  const some = coupon({ ticketTypeIds: ['a'], minimumMinor: 1000, usesPerPerson: 1 });
  expect(refuseCoupon(some, [line('a', 500, 2)], 0)).toBeNull();
  expect(refuseCoupon(some, [line('a', 500), line('b', 500)], 0)).toMatchObject({
    code: 'coupon_not_applicable',
    details: { minimumMinor: 1000 },
  });
  expect(refuseCoupon(some, [line('b', 5000)], 0)).toMatchObject({ code: 'coupon_not_applicable' });
  expect(refuseCoupon(some, [line('a', 5000)], 1)).toMatchObject({
    code: 'coupon_person_limit',
    details: { limit: 1 },
  });
});

test('a code reveals the hidden types that it names, and an access code reveals all', () => {
  expect(reveals(coupon({ ticketTypeIds: ['a'] }), 'a')).toBe(true);
  expect(reveals(coupon({ ticketTypeIds: ['a'] }), 'b')).toBe(false);
  expect(reveals(coupon(), 'a')).toBe(false);
  expect(reveals(coupon({ kind: 'access' }), 'a')).toBe(true);
});
