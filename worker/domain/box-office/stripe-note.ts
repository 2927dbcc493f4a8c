import type { StripeEventMark } from '../payment/payment.ts';
import type { Desk } from './desk.ts';

/* Each of Stripe's events once: stored with the change that it caused. */

export const isKnown = (desk: Desk, mark: StripeEventMark | null) =>
  mark !== null && desk.knownStripeEvents.has(mark.id);

export function note(desk: Desk, mark: StripeEventMark | null, paymentId: string | null, outcome: string): void {
  if (!mark || isKnown(desk, mark)) return;
  desk.knownStripeEvents.add(mark.id);
  desk.changes.stripeEvents.push({ ...mark, paymentId, outcome });
}
