import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineAtDesk } from '../../testing/desk.ts';
import { taxInside } from '../price.ts';
import { creditByRate, taxByRate } from './tax-by-rate.ts';

const line = (totalMinor: number, taxRateBasisPoints: number) =>
  lineAtDesk({ totalMinor, taxRateBasisPoints, taxMinor: taxInside(totalMinor, taxRateBasisPoints) });

test('a receipt names the amount paid and its tax by rate', () => {
  expect(taxByRate([line(11_900, 1900), line(1070, 700), line(11_900, 1900)], 24_870)).toEqual([
    { rateBasisPoints: 1900, grossMinor: 23_800, taxMinor: 3800 },
    { rateBasisPoints: 700, grossMinor: 1070, taxMinor: 70 },
  ]);
});

test('a partial refund is shared between the rates as the payment was', () => {
  expect(taxByRate([line(9000, 1900), line(1000, 700)], 1001)).toEqual([
    { rateBasisPoints: 1900, grossMinor: 900, taxMinor: taxInside(900, 1900) },
    { rateBasisPoints: 700, grossMinor: 101, taxMinor: taxInside(101, 700) },
  ]);
});

test('a free line adds no rate', () => {
  expect(taxByRate([line(0, 700), line(1190, 1900)], 1190)).toEqual([
    { rateBasisPoints: 1900, grossMinor: 1190, taxMinor: 190 },
  ]);
});

test('for any lines, the parts add up to the amount, and no tax exceeds its part', () => {
  const lines = fc.array(
    fc.record({ total: fc.integer({ min: 0, max: 99_999_999 }), rate: fc.constantFrom(0, 700, 1900, 10_000) }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(lines, fc.double({ min: 0, max: 1, noNaN: true }), (wanted, part) => {
      const whole = wanted.reduce((sum, { total }) => sum + total, 0);
      fc.pre(whole > 0);
      const amount = Math.max(1, Math.floor(whole * part));
      const tax = taxByRate(wanted.map(({ total, rate }) => line(total, rate)), amount); // prettier-ignore
      expect(tax.reduce((sum, { grossMinor }) => sum + grossMinor, 0)).toBe(amount);
      for (const { grossMinor, taxMinor } of tax) {
        expect(grossMinor).toBeGreaterThanOrEqual(0);
        expect(taxMinor).toBeLessThanOrEqual(grossMinor);
      }
    }),
  );
});

test('a receipt names the tax that the booking’s lines have: rounded per line, as the buyer was told before', () => {
  const lines = [line(1000, 1900), line(1000, 1900), line(1000, 1900)];
  expect(taxByRate(lines, 3000)).toEqual([{ rateBasisPoints: 1900, grossMinor: 3000, taxMinor: 480 }]);
  expect(taxInside(3000, 1900)).toBe(479);
});

test('however many partial refunds there are, all credit notes together equal the receipt, by every rate', () => {
  const lines = fc.array(
    fc.record({ total: fc.integer({ min: 0, max: 99_999_999 }), rate: fc.constantFrom(0, 700, 1900, 10_000) }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(lines, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }), (wanted, parts) => {
      let left = wanted.reduce((sum, { total }) => sum + total, 0);
      fc.pre(left > 0);
      const receipt = taxByRate(wanted.map(({ total, rate }) => line(total, rate)), left); // prettier-ignore
      const notes: typeof receipt = [];
      for (const part of [...parts, 1]) {
        const amount = Math.floor(left * part);
        if (amount === 0) continue;
        const note = creditByRate(receipt, notes, amount);
        expect(note.reduce((sum, { grossMinor }) => sum + grossMinor, 0)).toBe(amount);
        for (const { grossMinor, taxMinor } of note) expect(taxMinor >= 0 && taxMinor <= grossMinor).toBe(true);
        notes.push(...note);
        left -= amount;
      }
      for (const { rateBasisPoints, ...whole } of receipt) {
        const ofRate = notes.filter((note) => note.rateBasisPoints === rateBasisPoints);
        const sum = (of: 'grossMinor' | 'taxMinor') => ofRate.reduce((total, note) => total + note[of], 0);
        expect({ grossMinor: sum('grossMinor'), taxMinor: sum('taxMinor') }).toEqual(whole);
      }
    }),
  );
});

test('a refund of more than is left, which Stripe’s dashboard allows, is shared as the receipt is', () => {
  const receipt = taxByRate([line(1190, 1900)], 1190);
  expect(creditByRate(receipt, receipt, 119)).toEqual([{ rateBasisPoints: 1900, grossMinor: 119, taxMinor: 19 }]);
});
