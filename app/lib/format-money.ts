import { getLocale } from '$paraglide/runtime';
import { fractionDigits } from '../../worker/domain/money.ts';

export interface Money {
  amount: number;
  currency: string;
}

const formats = new Map<string, Intl.NumberFormat>();

/** `{ amount: 2500, currency: 'EUR' }` → `€25`; cents appear only where there are some, or with `exact`. */
export function formatMoney(money: Money, { exact = false } = {}): string {
  const digits = fractionDigits(money.currency);
  const value = money.amount / 10 ** digits;
  const fraction = !exact && Number.isInteger(value) ? 0 : digits;
  const key = `${getLocale()} ${money.currency} ${fraction}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(getLocale(), {
      style: 'currency',
      currency: money.currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: fraction,
      maximumFractionDigits: fraction,
    });
    formats.set(key, format);
  }
  return format.format(value);
}
