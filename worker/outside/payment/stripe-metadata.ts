import type Stripe from 'stripe';
import type { StripeMetadata } from '../../deps.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The ids that we wrote on one of Stripe's objects; null for objects of other applications in the same account. */
export function readMetadata(metadata: Stripe.Metadata | null | undefined): StripeMetadata | null {
  const { deployment, eventId, bookingId, paymentId, refundId } = metadata ?? {};
  const ids = [deployment, eventId, bookingId, paymentId];
  if (!ids.every((id) => id !== undefined && UUID.test(id)) || (refundId !== undefined && !UUID.test(refundId)))
    return null;
  return { deployment, eventId, bookingId, paymentId, refundId } as StripeMetadata;
}
