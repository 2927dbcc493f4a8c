import { expect, test, vi } from 'vitest';
import { CURRENCIES } from '#domain/currency.ts';
import { toDecimal } from '#domain/money.ts';

vi.mock('$paraglide/runtime', () => ({ getLocale: () => 'en' }));
const { formatMoney } = await import('./format-money.ts');

test('the price shown is the one that is charged, in every currency', () => {
  for (const currency of CURRENCIES) {
    const shown = formatMoney({ amount: 123_450, currency });
    expect([currency, shown.replaceAll(/[^\d.]/g, '').replace(/^\.+/, '')]).toEqual([
      currency,
      toDecimal({ amount: 123_450, currency }),
    ]);
  }
});

test('whole amounts keep their decimals: one format everywhere', () => {
  const shown = ['EUR', 'JPY', 'KWD'].map((currency) =>
    formatMoney({ amount: 27_000, currency }).replace('\u00a0', ' '),
  );
  expect(shown).toEqual(['€270.00', '¥27,000', 'KWD 27.000']);
});

test('a deduction has a minus sign, as on receipts', () => {
  expect(formatMoney({ amount: -1001, currency: 'EUR' })).toBe('−€10.01');
});
