import type { FieldFault } from './field-fault.ts';
import { toDecimal } from './money.ts';
import { refusal, type Refusal } from './refusal.ts';
import { chargeStepMinor } from './stripe-amount.ts';

/** Refuses an amount that Stripe can't move in this currency; null where it can. */
export function unevenAmount(path: string, amountMinor: number, currency: string): Refusal | null {
  const step = { amount: chargeStepMinor(currency), currency };
  if (amountMinor % step.amount === 0) return null;
  const message = `Must be a multiple of ${toDecimal(step)} ${currency}`;
  return refusal('invalid_request', { fields: [{ path, message, reason: 'uneven', step } satisfies FieldFault] });
}
