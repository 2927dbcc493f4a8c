import { getLocale } from '$paraglide/runtime';
import { fractionDigits, type MoneyAmount } from '#domain/money.ts';

const formats = new Map<string, Intl.NumberFormat>();
// Intl is slow, and a server formats the same few prices for everyone.
const MOST_KEPT = 1000;
const written = new Map<string, string>();

/** `{ amount: 2500, currency: 'EUR' }` → `€25.00`: always with the currency's decimals, so that sums align. */
export function formatMoney({ amount, currency }: MoneyAmount): string {
  const key = `${getLocale()} ${currency} ${amount}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  if (written.size >= MOST_KEPT) written.clear();
  const digits = fractionDigits(currency);
  // The minus sign of an amount, as on receipts: not a hyphen.
  const text = formatOf(currency, digits)
    .format(amount / 10 ** digits)
    .replace('-', '−');
  written.set(key, text);
  return text;
}

function formatOf(currency: string, digits: number): Intl.NumberFormat {
  const key = `${getLocale()} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(getLocale(), {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format;
}
