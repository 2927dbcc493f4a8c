import { fractionDigits, type MoneyAmount } from './money.ts';

/** Stripe's zero-decimal currencies (https://docs.stripe.com/currencies#zero-decimal). MGA is one there, but not in ISO 4217. */
const WHOLE_AT_STRIPE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
/** Without a minor unit in ISO 4217; Stripe's API takes hundredths that are always 00 (…/currencies#special-cases). */
const HUNDREDTHS_AT_STRIPE = new Set(['ISK', 'UGX']);
/** Stripe takes at most eight digits, whatever the currency (…/currencies#minimum-and-maximum-charge-amounts). */
const MAXIMUM_AT_STRIPE = 99_999_999;

/**
 * Stripe's minimum charge, in the unit of its API, by the currency that it is paid out in
 * (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). We apply it to the currency of the price: the
 * organizer's account may be in another one, whose minimum at the day's rate is unknown beforehand.
 */
const MINIMUM_AT_STRIPE: Readonly<Record<string, number>> = {
  AED: 200,
  AUD: 50,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1000,
  USD: 50,
};

/** A charge must be a multiple of this, in our minor units. Of three decimals the last must be 0 (…/currencies#three-decimal). */
export const chargeStepMinor = (currency: string) => (fractionDigits(currency) === 3 ? 10 : scaleOf(currency).divisor);

/** Converts to the unit of Stripe's API; null where Stripe can't charge exactly this amount. */
export function toStripeAmount({ amount, currency }: MoneyAmount): number | null {
  if (amount % chargeStepMinor(currency) !== 0) return null;
  const { factor, divisor } = scaleOf(currency);
  return (amount * factor) / divisor;
}

/** Converts an amount of Stripe's API to our minor units. */
export function fromStripeAmount({ amount, currency }: MoneyAmount): number {
  const { factor, divisor } = scaleOf(currency);
  return Math.trunc(amount / factor) * divisor;
}

/** Returns Stripe's minimum charge in our minor units; 1 where Stripe has no minimum for the currency. */
export const minimumChargeMinor = (currency: string) =>
  fromStripeAmount({ amount: MINIMUM_AT_STRIPE[currency] ?? 0, currency }) || 1;

/** Returns Stripe's maximum charge in our minor units. */
export const maximumChargeMinor = (currency: string) => fromStripeAmount({ amount: MAXIMUM_AT_STRIPE, currency });

/** `ours * factor / divisor` is Stripe's. */
function scaleOf(currency: string): { factor: number; divisor: number } {
  const shift = stripeDigits(currency) - fractionDigits(currency);
  return { factor: 10 ** Math.max(0, shift), divisor: 10 ** Math.max(0, -shift) };
}

function stripeDigits(currency: string): number {
  if (WHOLE_AT_STRIPE.has(currency)) return 0;
  return HUNDREDTHS_AT_STRIPE.has(currency) ? 2 : fractionDigits(currency);
}
