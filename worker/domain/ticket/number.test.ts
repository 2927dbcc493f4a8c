import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALPHABET, formatNumber, parseNumber } from './number.ts';

const number = fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 8, maxLength: 8 });

test('a number is found again however it is typed', () => {
  fc.assert(
    fc.property(number, (bare) => {
      const typed = [
        bare,
        formatNumber(bare),
        formatNumber(bare).toLowerCase(),
        ` ${bare.slice(0, 4)} ${bare.slice(4)} `,
        formatNumber(bare).replace('-', '–'),
      ];
      expect(typed.map(parseNumber)).toEqual(typed.map(() => bare));
    }),
  );
});

test('an invalid number is refused', () => {
  for (const text of ['', 'ACDE', 'ACDE-346', 'ACDE-34677', 'ACDE-346O', 'ACDE_3467', 'ÄCDE-3467', 'A'.repeat(10_000)])
    expect(parseNumber(text)).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => parseNumber(text) === null || parseNumber(text)!.length === 8));
});
