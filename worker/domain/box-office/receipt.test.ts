import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineAtDesk } from '../../testing/desk.ts';
import { taxInside } from '../price.ts';
import { taxByRate } from './receipt.ts';

const line = (totalMinor: number, taxRateBasisPoints: number) => lineAtDesk({ totalMinor, taxRateBasisPoints });

test('a receipt names what was paid and the tax in it by rate', () => {
  expect(taxByRate([line(11_900, 1900), line(1070, 700), line(11_900, 1900)], 24_870)).toEqual([
    { rateBasisPoints: 1900, grossMinor: 23_800, taxMinor: 3800 },
    { rateBasisPoints: 700, grossMinor: 1070, taxMinor: 70 },
  ]);
});

test('a part that went back is shared between the rates as the whole was', () => {
  expect(taxByRate([line(9000, 1900), line(1000, 700)], 1001)).toEqual([
    { rateBasisPoints: 1900, grossMinor: 900, taxMinor: taxInside(900, 1900) },
    { rateBasisPoints: 700, grossMinor: 101, taxMinor: taxInside(101, 700) },
  ]);
});

test('lines that cost nothing have no part in it', () => {
  expect(taxByRate([line(0, 700), line(1190, 1900)], 1190)).toEqual([
    { rateBasisPoints: 1900, grossMinor: 1190, taxMinor: 190 },
  ]);
});

test('whatever the lines, the parts add up to the amount, and no tax exceeds its part', () => {
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
