import type { RefundRecord, Deps, PartOfList } from '../../deps.ts';
import { refundable } from '#domain/box-office/refund.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { paidCurrencyOf, type PaymentRecord } from '#domain/payment/payment.ts';
import { PaymentProviderUnavailable } from '#domain/payment/provider-unavailable.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

type ListDeps = Pick<Deps, 'payments' | 'stripe'>;
export interface RefundsOfPayment {
  refunds: RefundRecord[];
  currency: string;
  availableMinor: number;
  contested: 'open' | 'lost' | null;
  /** Null where Stripe doesn't say. */
  feeMinor: number | null;
}

/** Lists a payment's refunds, with what can still be refunded and the fee that Stripe keeps. */
export async function listRefunds(
  deps: ListDeps,
  caller: Caller,
  { paymentId, part }: { paymentId: string; part: PartOfList },
): Promise<Outcome<RefundsOfPayment>> {
  if (caller.kind !== 'user') return notAllowed(caller);
  const found = await deps.payments.find(paymentId);
  if (!found || !may(caller, 'VIEW_BOOKING', found.booking.eventId)) return refusal('not_found');
  const { payment } = found;
  const refunds = await deps.payments.listRefunds(paymentId, part);
  const all = await deps.payments.listRefunds(paymentId, 'all');
  const contested = await deps.payments.contested(paymentId);
  const held = new Map(contested ? [[paymentId, contested]] : []);
  const availableMinor = refundable({ refunds: all, contested: held }, payment);
  const feeMinor = await feeOf(deps, payment);
  return { ok: true, refunds, currency: paidCurrencyOf(payment), availableMinor, contested, feeMinor };
}

/** The fee is optional: the list is shown without it while Stripe is away. */
async function feeOf({ stripe }: ListDeps, payment: PaymentRecord): Promise<number | null> {
  if (!stripe || !payment.stripePaymentIntentId) return null;
  try {
    return await stripe.findFee(payment.stripePaymentIntentId);
  } catch (error) {
    if (error instanceof PaymentProviderUnavailable) return null;
    throw error;
  }
}
