import type Stripe from 'stripe';
import { fromStripeAmount } from '#domain/stripe-amount.ts';
import type { DisputeReport, DisputeStatus, PaymentReport, RefundReport } from '#domain/payment/payment.ts';

export const idOf = (object: string | { id: string } | null | undefined) =>
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

export function disputeReport(dispute: Stripe.Dispute): DisputeReport {
  const currency = dispute.currency.toUpperCase();
  const due = dispute.evidence_details?.due_by;
  return {
    stripeDisputeId: dispute.id,
    status: disputeStatus(dispute.status),
    amountMinor: fromStripeAmount({ amount: dispute.amount, currency }),
    currency,
    reason: dispute.reason,
    evidenceDueAt: due ? new Date(due * 1000).toISOString() : null,
  };
}

/** A closed inquiry and a prevented dispute took no money (https://docs.stripe.com/api/disputes/object). */
function disputeStatus(status: Stripe.Dispute.Status): DisputeStatus {
  if (status === 'won' || status === 'warning_closed' || status === 'prevented') return 'won';
  return status === 'lost' ? 'lost' : 'open';
}

/**
 * The fee of a charge, in the charge's currency. Where the account is settled in another currency the fee is in that
 * one, and is converted back at the exchange rate.
 */
export function feeOf(intent: Stripe.PaymentIntent): number | null {
  const charge = intent.latest_charge;
  const transaction = charge && typeof charge === 'object' ? charge.balance_transaction : null;
  if (!transaction || typeof transaction !== 'object') return null;
  const { fee, exchange_rate: rate } = transaction;
  const currency = intent.currency.toUpperCase();
  if (transaction.currency === intent.currency) return fromStripeAmount({ amount: fee, currency });
  return rate ? fromStripeAmount({ amount: Math.round(fee / rate), currency }) : null;
}
