import { askStripeFirst, isCalledOff, openPayment, release } from './book.ts';
import { giveUpPayment, voidPaid } from './cancel.ts';
import type { Answers } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { leftInAll } from './refund.ts';
import { endWaitingList } from './wait.ts';

/** As many due holds as one turn takes. */
export const RELEASE_LIMIT = 500;

/**
 * Due holds go back at once, or stay held while Stripe ends their session. A cancelled event's bookings are all due:
 * so many in each turn, each with its refund, until none is left, whatever crashes in between.
 */
export function releaseDue(desk: Desk, mint: Mint): Answers['release'] {
  let released = 0;
  for (const id of desk.due) {
    const booking = desk.bookings.get(id);
    // Another command of this turn may have settled it.
    if (!booking || !isDue(desk, booking)) continue;
    end(desk, booking, mint);
    released += 1;
  }
  const ended = isCalledOff(desk) ? endWaitingList(desk, mint) : 0;
  return { ok: true, released, more: desk.due.length >= RELEASE_LIMIT || ended >= RELEASE_LIMIT };
}

function end(desk: Desk, booking: BookingAtDesk, mint: Mint): void {
  if (booking.status === 'confirmed') {
    const backMinor = desk.event.cancelRefunds ? leftInAll(booking) : 0;
    voidPaid(desk, booking, { userId: null, actor: 'everato', reason: 'event_cancelled', backMinor }, mint);
    return;
  }
  // It ends as cancelled: nobody is invited to book again.
  if (isCalledOff(desk)) booking.cancelledAt ??= desk.now;
  const payment = openPayment(booking);
  if (payment?.stripeSessionId) return askStripeFirst(desk, booking, payment, mint);
  giveUpPayment(desk, booking);
  release(desk, booking, mint);
}

function isDue(desk: Desk, booking: BookingAtDesk): boolean {
  if (booking.status === 'confirmed') return isCalledOff(desk);
  if (booking.status !== 'pending_payment' || booking.releasingSince) return false;
  return isCalledOff(desk) || (booking.holdExpiresAt !== null && booking.holdExpiresAt <= desk.now);
}
