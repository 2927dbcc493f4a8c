export const PAYMENT_STATUSES = ['pending', 'succeeded', 'failed', 'cancelled', 'timeout'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];
export type RefundStatus = 'pending' | 'succeeded' | 'failed';

export const PAYMENT_METHODS = ['stripe', 'cash', 'card_terminal'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export interface PaymentRecord {
  id: string;
  bookingId: string;
  status: PaymentStatus;
  method: PaymentMethod;
  /** The amount requested. */
  amountMinor: number;
  currency: string;
  /** The amount received, which may differ; null until it succeeded. */
  paidMinor: number | null;
  paidCurrency: string | null;
  stripeSessionId: string | null;
  stripePaymentIntentId: string | null;
  checkoutUrl: string | null;
  /** Chosen when the row is created, so that a retry asks Stripe for the very same session. */
  sessionExpiresAt: string;
  lastDeclineCode: string | null;
  createdAt: string;
}

/** Refunds use the currency received. */
export const paidCurrencyOf = ({ paidCurrency, currency }: PaymentRecord) => paidCurrency ?? currency;

/** Stripe's report on a payment, from a webhook or a query. */
export type PaymentReport =
  | {
      state: 'paid';
      amountMinor: number;
      currency: string;
      stripeSessionId: string;
      stripePaymentIntentId: string | null;
    }
  /** The session has ended at Stripe and can't be paid any more. */
  | { state: 'expired' }
  | { state: 'declined'; code: string }
  /** No payment page was ever created. */
  | { state: 'abandoned' }
  | { state: 'open' };

export type RefundReport =
  | { state: 'pending' | 'succeeded'; stripeRefundId: string | null }
  | { state: 'failed'; stripeRefundId: string | null; reason: string };

export type DisputeStatus = 'open' | 'won' | 'lost';
/** A cardholder disputes a payment at their bank. */
export interface DisputeReport {
  stripeDisputeId: string;
  status: DisputeStatus;
  amountMinor: number;
  currency: string;
  reason: string;
  evidenceDueAt: string | null;
}

/** Stripe's event behind a report: stored once, with the change it caused. */
export interface StripeEventMark {
  id: string;
  type: string;
  occurredAt: string;
}
