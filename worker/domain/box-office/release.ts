import { askStripeFirst, isEventCancelled, openPayment, releaseHold } from './booking-steps.ts';
import { cancelPaid, giveUpPayment } from './cancel.ts';
import type { Replies } from './command.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { leftInAll } from './refund.ts';
import { endWaitingList } from './wait.ts';

/** The most due holds that one turn takes. */
export const RELEASE_LIMIT = 500;

/**
 * Releases due holds, those with an open session once Stripe has closed it. All bookings of a cancelled event are due:
 * each turn ends up to the limit, with their refunds, so a crash in between loses none.
 */
export function releaseDue(desk: Desk): Replies['release'] {
  let released = 0;
  for (const id of desk.due) {
    const booking = desk.bookings.get(id);
    // Another command of this turn may have settled it.
    if (!booking || !isDue(desk, booking)) continue;
    end(desk, booking);
    released += 1;
  }
  const ended = isEventCancelled(desk) ? endWaitingList(desk) : 0;
  return { ok: true, released, more: desk.due.length >= RELEASE_LIMIT || ended >= RELEASE_LIMIT };
}

function end(desk: Desk, booking: BookingAtDesk): void {
  if (booking.status === 'confirmed') {
    const refundMinor = desk.event.cancelRefunds ? leftInAll(booking) : 0;
    cancelPaid(desk, booking, { userId: null, actor: 'everato', reason: 'event_cancelled', refundMinor });
    return;
  }
  // It ends as cancelled, so that its buyer is not invited to book again.
  if (isEventCancelled(desk)) booking.cancelledAt ??= desk.now;
  const payment = openPayment(booking);
  if (payment?.stripeSessionId) return askStripeFirst(desk, booking, payment);
  giveUpPayment(desk, booking);
  releaseHold(desk, booking);
}

function isDue(desk: Desk, booking: BookingAtDesk): boolean {
  if (booking.status === 'confirmed') return isEventCancelled(desk);
  if (booking.status !== 'pending_payment' || booking.releasingSince) return false;
  return isEventCancelled(desk) || (booking.holdExpiresAt !== null && booking.holdExpiresAt <= desk.now);
}
