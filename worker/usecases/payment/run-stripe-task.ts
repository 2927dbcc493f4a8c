import type { Delivery, LeasedRow } from '../../deps.ts';
import { PaymentProviderUnavailable } from '#domain/payment/provider-unavailable.ts';
import { expireCheckoutSession } from './expire-checkout-session.ts';
import { refundPayment } from './refund-payment.ts';
import type { StripeTaskDeps } from './stripe-task.ts';

/** Runs a task of the outbox's Stripe lane; it is repeated until Stripe has answered and the box office has applied it. */
export async function runStripeTask(deps: StripeTaskDeps, { message }: LeasedRow<'stripe'>): Promise<Delivery> {
  if (!deps.stripe) return later('STRIPE_SECRET_KEY is not set.');
  try {
    switch (message.kind) {
      case 'expire_session':
        return await expireCheckoutSession(deps, deps.stripe, message.payload);
      case 'refund':
        return await refundPayment(deps, deps.stripe, message.payload);
    }
  } catch (error) {
    if (error instanceof PaymentProviderUnavailable) return later('Stripe isn’t responding.');
    throw error;
  }
}

const later = (why: string): Delivery => ({ ok: false, again: true, why });
