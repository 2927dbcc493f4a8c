import { getLocale } from '$paraglide/runtime';
import { fractionDigits } from '../../worker/domain/money.ts';

export interface Money {
  amount: number;
  currency: string;
}

const formats = new Map<string, Intl.NumberFormat>();

/** `{ amount: 2500, currency: 'EUR' }` → `€25.00`: always with the currency's decimals, so that sums stand under each other. */
export function formatMoney(money: Money): string {
  const digits = fractionDigits(money.currency);
  const key = `${getLocale()} ${money.currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(getLocale(), {
      style: 'currency',
      currency: money.currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format.format(money.amount / 10 ** digits);
}
