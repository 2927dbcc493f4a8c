import type Stripe from 'stripe';
import { fromStripeAmount } from '../domain/stripe-amount.ts';
import type { PaymentReport, RefundReport } from '../domain/payment.ts';

const idOf = (object: string | { id: string } | null | undefined) =>
  typeof object === 'string' ? object : (object?.id ?? null);

export function sessionReport(session: Stripe.Checkout.Session): PaymentReport {
  if (session.status === 'expired') return { state: 'expired' };
  if (session.status !== 'complete' || session.payment_status !== 'paid') return { state: 'open' };
  const currency = (session.currency ?? '').toUpperCase();
  return {
    state: 'paid',
    amountMinor: fromStripeAmount({ amount: session.amount_total ?? 0, currency }),
    currency,
    stripeSessionId: session.id,
    stripePaymentIntentId: idOf(session.payment_intent),
  };
}

export function declineReport(intent: Stripe.PaymentIntent): PaymentReport {
  const error = intent.last_payment_error;
  return { state: 'declined', code: error?.decline_code ?? error?.code ?? 'card_declined' };
}

export function refundReport(refund: Stripe.Refund): RefundReport {
  if (refund.status === 'failed' || refund.status === 'canceled') {
    return { state: 'failed', stripeRefundId: refund.id, reason: refund.failure_reason ?? refund.status };
  }
  return { state: refund.status === 'succeeded' ? 'succeeded' : 'pending', stripeRefundId: refund.id };
}
