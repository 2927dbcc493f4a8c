import type { Outcome } from '#domain/refusal.ts';
import type { DisputeReport, PaymentReport, RefundReport, StripeEventMark } from '#domain/payment/payment.ts';

export interface PaymentDeps {
  /** Null without Stripe's keys. */
  stripe: StripeGateway | null;
}

/**
 * Stripe, as far as we need it. Throws `PaymentProviderUnavailable` when it does not answer. worker/outside implements
 * it, which use cases may not import; dev/stripe stands in for Stripe's own side.
 */
export interface StripeGateway {
  createSession(
    request: CheckoutRequest,
  ): Promise<{ ok: true; session: CheckoutSession } | { ok: false; reason: 'changed' | 'refused'; message: string }>;
  findSession(stripeSessionId: string): Promise<CheckoutSession>;
  /** Ends the session; a session that is over already is answered as it is. */
  expireSession(stripeSessionId: string): Promise<CheckoutSession>;
  refund(request: RefundRequest): Promise<RefundReport>;
  findRefund(stripeRefundId: string): Promise<RefundReport>;
  /** Stripe's fee on a payment, in minor units of the payment's currency; null where it is unknown. */
  findFee(stripePaymentIntentId: string): Promise<number | null>;
  /** Our metadata on a PaymentIntent; null where it isn't ours or doesn't exist. */
  findMetadata(stripePaymentIntentId: string): Promise<StripeMetadata | null>;
  /** Refused where the signature, its age or the mode is wrong. */
  readWebhook(body: string, signature: string): Promise<WebhookRead>;
}

export interface CheckoutRequest {
  /** The idempotency key: the same payment is the same session. */
  paymentId: string;
  bookingId: string;
  eventId: string;
  deploymentId: string;
  currency: string;
  lines: { name: string; quantity: number; unitAmountMinor: number }[];
  email: string;
  locale: string;
  reference: string;
  expiresAt: string;
  successUrl: string;
  cancelUrl: string;
}

export interface CheckoutSession {
  id: string;
  url: string | null;
  report: PaymentReport;
}

export interface RefundRequest {
  refundId: string;
  stripePaymentIntentId: string;
  amountMinor: number;
  currency: string;
  metadata: StripeMetadata;
}

export interface StripeMetadata {
  deployment: string;
  eventId: string;
  bookingId: string;
  paymentId: string;
  refundId?: string;
}

/** A webhook that was signed for us, and what it says about one of our objects; null where it is about none. */
export interface StripeNews {
  event: StripeEventMark;
  about:
    | { metadata: StripeMetadata; payment: PaymentReport }
    | { metadata: StripeMetadata & { refundId: string }; refund: RefundReport }
    /**
     * Objects created in Stripe's dashboard or by banks carry no ids of ours: they are matched by the objects they
     * refer to.
     */
    | { stripePaymentIntentId: string; refund: RefundReport; amountMinor: number }
    | { stripePaymentIntentId: string; dispute: DisputeReport }
    | null;
}

export type WebhookRead = Outcome<{ news: StripeNews }>;
