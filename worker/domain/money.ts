/** ISO 4217 currencies whose minor unit is not a hundredth (list one, in force 2026). */
const EXPONENTS: Record<string, number> = {
  ...of(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...of(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...of(4, 'CLF UYW'),
};

/** The maximum of any price or total, in minor units. */
export const MOST_MINOR = 1_000_000_000;

export interface MoneyAmount {
  amount: number;
  currency: string;
}

/** Returns the digits of the minor unit by ISO 4217. Intl uses CLDR's, which drop digits that are out of use (HUF, IDR). */
export const fractionDigits = (currency: string) => EXPONENTS[currency] ?? 2;

/** Formats `25.00` as a plain decimal, for structured data, exports and inputs. */
export function toDecimal({ amount, currency }: MoneyAmount): string {
  const exponent = fractionDigits(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  return `${amount < 0 ? '-' : ''}${exponent ? `${whole}.${digits.slice(-exponent)}` : whole}`;
}

/** Reads a typed decimal, with a point or a comma, as minor units; null where it is none, or finer than the currency. */
export function parseDecimal(text: string, currency: string): number | null {
  const match = /^(\d{1,12})(?:[.,](\d{1,4}))?$/.exec(text.trim());
  if (!match) return null;
  const exponent = fractionDigits(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > exponent) return null;
  return Number(`${match[1]}${fraction.padEnd(exponent, '0')}`);
}

/** Formats money for a locale: `€25.00`, `25,00 €`, `¥1,200`. */
export function formatMoney({ amount, currency }: MoneyAmount, locale: string): string {
  const exponent = fractionDigits(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  });
  // The decimal as text: Intl formats it exactly, where a division would round.
  return format.format(toDecimal({ amount, currency }) as unknown as number);
}

function of(exponent: number, currencies: string): Record<string, number> {
  return Object.fromEntries(currencies.split(' ').map((currency) => [currency, exponent]));
}
