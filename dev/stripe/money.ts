import { invalid } from './failure.ts';

/*
 * Stripe's own rules (https://docs.stripe.com/currencies), written separately from the Worker's, so that one checks the
 * other.
 */
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));
/** Given in hundredths that are always 00. */
const wholeHundredths = new Set(['isk', 'ugx']);

/** From Stripe's page on supported currencies; others are assumed to be 50. */
const minimumCharge: Record<string, number> = {
  aed: 200,
  bgn: 100,
  czk: 1500,
  dkk: 250,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  pln: 200,
  ron: 200,
  sek: 300,
  thb: 1000,
};

export const minimumOf = (currency: string): number => minimumCharge[currency] ?? 50;

/** Amounts that Stripe refuses: finer than it can charge, or of more than eight digits. */
export function checkAmount(amount: number, currency: string, param: string): void {
  const step = threeDecimal.has(currency) ? 10 : wholeHundredths.has(currency) ? 100 : 1;
  if (amount % step !== 0) throw invalid(`Invalid ${currency} amount: must be a multiple of ${step}.`, { param });
  if (amount > 99_999_999) throw invalid('Amount must be no more than 99999999.', { code: 'amount_too_large', param });
}

export function formatMoney(amount: number, currency: string): string {
  const digits = zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2;
  const shown = wholeHundredths.has(currency) ? 0 : digits;
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  }).format(amount / 10 ** digits);
}
