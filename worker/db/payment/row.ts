import type { PaymentMethod, PaymentRecord, PaymentStatus } from '#domain/payment/payment.ts';

/** The booking and event of a payment. */
export interface PaymentPlace {
  eventId: string;
  bookingId: string;
  paymentId: string;
}

export interface PaymentRow {
  id: string;
  booking_id: string;
  status: PaymentStatus;
  method: PaymentMethod;
  amount_minor: string;
  currency: string;
  paid_minor: string | null;
  paid_currency: string | null;
  stripe_session_id: string | null;
  stripe_payment_intent_id: string | null;
  checkout_url: string | null;
  session_expires_at: Date | string;
  last_decline_code: string | null;
  created_at: Date | string;
}

export const PAYMENT_COLUMNS = `p.id, p.booking_id, p.status, p.method, p.amount_minor, p.currency, p.paid_minor,
  p.paid_currency, p.stripe_session_id,  p.stripe_payment_intent_id, p.checkout_url, p.session_expires_at, p.last_decline_code, p.created_at`;

export const toPayment = (row: PaymentRow): PaymentRecord => ({
  id: row.id,
  bookingId: row.booking_id,
  status: row.status,
  method: row.method,
  amountMinor: Number(row.amount_minor),
  currency: row.currency,
  paidMinor: row.paid_minor === null ? null : Number(row.paid_minor),
  paidCurrency: row.paid_currency,
  stripeSessionId: row.stripe_session_id,
  stripePaymentIntentId: row.stripe_payment_intent_id,
  checkoutUrl: row.checkout_url,
  sessionExpiresAt: new Date(row.session_expires_at).toISOString(),
  lastDeclineCode: row.last_decline_code,
  createdAt: new Date(row.created_at).toISOString(),
});
