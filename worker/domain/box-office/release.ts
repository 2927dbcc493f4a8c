import { askStripeFirst, openPayment, release } from './book.ts';
import { giveUpPayment } from './cancel.ts';
import type { Answers } from './command.ts';
import type { BookingAtDesk, Desk, Mint } from './desk.ts';

/** As many due holds as one turn takes. */
export const RELEASE_LIMIT = 500;

/** Due holds go back at once, or stay held while Stripe ends their session. A cancelled event's are all due. */
export function releaseDue(desk: Desk, mint: Mint): Answers['release'] {
  let released = 0;
  for (const id of desk.due) {
    const booking = desk.bookings.get(id);
    // Another command of this turn may have settled it.
    if (!booking || !isDue(desk, booking)) continue;
    // It ends as cancelled: nobody is invited to book again.
    if (isCalledOff(desk)) booking.cancelledAt ??= desk.now;
    const payment = openPayment(booking);
    if (payment?.stripeSessionId) askStripeFirst(desk, booking, payment, mint);
    else {
      giveUpPayment(desk, booking);
      release(desk, booking, mint);
    }
    released += 1;
  }
  return { ok: true, released, more: desk.due.length >= RELEASE_LIMIT };
}

const isCalledOff = (desk: Desk) => desk.event.facts.status === 'cancelled';

function isDue(desk: Desk, booking: BookingAtDesk): boolean {
  if (booking.status !== 'pending_payment' || booking.releasingSince) return false;
  return isCalledOff(desk) || (booking.holdExpiresAt !== null && booking.holdExpiresAt <= desk.now);
}
