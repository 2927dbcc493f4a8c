import type { StripeEventMark } from '../payment/payment.ts';
import type { Desk } from './desk.ts';

/* Stripe's events are applied once each: they are stored with the change that they caused. */

export const isKnown = (desk: Desk, mark: StripeEventMark | null) =>
  mark !== null && desk.knownStripeEvents.has(mark.id);

export function note(
  desk: Desk,
  mark: StripeEventMark | null,
  { paymentId, outcome }: { paymentId: string | null; outcome: string },
): void {
  if (!mark || isKnown(desk, mark)) return;
  desk.knownStripeEvents.add(mark.id);
  desk.changes.stripeEvents.push({ ...mark, paymentId, outcome });
}
