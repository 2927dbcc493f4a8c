import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMoney, parseDecimal, toDecimal } from './money.ts';

test('amounts are written with the currency’s own number of decimals', () => {
  expect([
    toDecimal({ amount: 2500, currency: 'EUR' }),
    toDecimal({ amount: 5, currency: 'EUR' }),
    toDecimal({ amount: 1200, currency: 'JPY' }),
    toDecimal({ amount: 12, currency: 'KWD' }),
    toDecimal({ amount: -150, currency: 'USD' }),
  ]).toEqual(['25.00', '0.05', '1200', '0.012', '-1.50']);
  expect(formatMoney({ amount: 123456, currency: 'EUR' }, 'en')).toBe('€1,234.56');
  expect(formatMoney({ amount: 1200, currency: 'JPY' }, 'en')).toBe('¥1,200');
  expect(formatMoney({ amount: 1500, currency: 'BHD' }, 'en')).toBe('BHD\u00a01.500');
});

test('people read the amount that is charged, where Intl would drop its decimals or add some', () => {
  const shown = ['HUF', 'ISK', 'MGA', 'IDR', 'UGX', 'IQD'].map((currency) =>
    formatMoney({ amount: 250_500, currency }, 'en'),
  );
  expect(shown.map((text) => text.replace(/^\D+/, ''))).toEqual([
    '2,505.00',
    '250,500',
    '2,505.00',
    '2,505.00',
    '250,500',
    '250.500',
  ]);
});

test('a written amount is read back, in every currency', () => {
  const currencies = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), currencies, (amount, currency) => {
      expect(parseDecimal(toDecimal({ amount, currency }), currency)).toBe(amount);
    }),
  );
});

test('a price finer than its currency, negative, or not a number is invalid', () => {
  expect(['1.005', '-1', '1e3', '', '1.2.3', ' 7,50 '].map((text) => parseDecimal(text, 'EUR'))).toEqual([
    null,
    null,
    null,
    null,
    null,
    750,
  ]);
  expect([parseDecimal('12.5', 'JPY'), parseDecimal('12.0', 'JPY')]).toEqual([null, 12]);
});
