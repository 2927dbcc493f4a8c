import type { Draw } from '../inventory.ts';
import { sell, sellHeld, unhold } from '../inventory.ts';
import type { PaymentRecord } from '../payment.ts';
import type { NewTicket } from './changes.ts';
import type { BookingAtDesk, Desk, Mint, TypeOnSale } from './desk.ts';

/* What several decisions do to a booking on the desk. */

export function typeOf(desk: Desk, id: string): TypeOnSale {
  const type = desk.types.get(id);
  if (!type) throw new Error(`No ticket type ${id}`);
  return type;
}

export const drawsOf = (desk: Desk, booking: BookingAtDesk): Draw[] =>
  booking.lines.map((line) => ({ quotaIds: typeOf(desk, line.ticketTypeId).quotaIds, places: line.places }));

export const openPayment = (booking: BookingAtDesk) => booking.payments.find((payment) => payment.status === 'pending');

export function touchPayment(desk: Desk, payment: PaymentRecord): void {
  desk.changes.touchedPayments.set(payment.id, payment);
}

/** One ticket per place, in the order of the lines, each with the next number of the event's count of changes. */
export function issueTickets(desk: Desk, booking: BookingAtDesk, mint: Mint): NewTicket[] {
  const key = desk.keys.find(({ revokedAt }) => revokedAt === null);
  if (!key) throw new Error(`Event ${desk.event.facts.id} has no key to sign tickets with`);
  const issued: NewTicket[] = [];
  for (const line of booking.lines) {
    for (let place = 0; place < line.places; place++) {
      issued.push({
        id: mint.uuid(),
        bookingId: booking.id,
        lineId: line.id,
        ticketTypeId: line.ticketTypeId,
        number: mint.number(),
        keyId: key.keyId,
        attendeeName: booking.attendees[issued.length]?.name ?? booking.buyerName,
        seq: ++desk.event.ticketSeq,
      });
    }
  }
  for (const ticket of issued) desk.changes.tickets.push(ticket);
  return issued;
}

/** Its places become sold, from held or from free ones, and its tickets and mail are made. */
export function confirm(desk: Desk, booking: BookingAtDesk, places: 'held' | 'free', mint: Mint): NewTicket[] {
  (places === 'held' ? sellHeld : sell)(desk.stock, drawsOf(desk, booking));
  booking.status = 'confirmed';
  booking.confirmedAt = desk.now;
  booking.holdExpiresAt = null;
  booking.releasingSince = null;
  booking.expiredAt = null;
  booking.cancelledAt = null;
  mail(desk, booking, 'booking_confirmed', {}, mint);
  return issueTickets(desk, booking, mint);
}

/** Gives held places back; ends as `cancelled` where somebody had asked for that, else as `expired`. */
export function giveBack(desk: Desk, booking: BookingAtDesk): void {
  unhold(desk.stock, drawsOf(desk, booking));
  booking.status = booking.cancelledAt ? 'cancelled' : 'expired';
  if (!booking.cancelledAt) booking.expiredAt = desk.now;
  booking.holdExpiresAt = null;
  booking.releasingSince = null;
  desk.changes.touched.add(booking.id);
}

/** The same, with word to the buyer where it was the clock that ended the hold. */
export function release(desk: Desk, booking: BookingAtDesk, mint: Mint): void {
  giveBack(desk, booking);
  if (booking.status === 'expired') mail(desk, booking, 'hold_expired', {}, mint);
}

/** The places stay held until Stripe has said that the session is over. */
export function askStripeFirst(desk: Desk, booking: BookingAtDesk, payment: PaymentRecord, mint: Mint): void {
  booking.releasingSince = desk.now;
  desk.changes.touched.add(booking.id);
  endSession(desk, booking, payment, mint);
}

export function endSession(desk: Desk, booking: BookingAtDesk, payment: PaymentRecord, mint: Mint): void {
  const payload = {
    paymentId: payment.id,
    stripeSessionId: payment.stripeSessionId,
    bookingId: booking.id,
    eventId: desk.event.facts.id,
  };
  announce(desk, booking, { lane: 'stripe', kind: 'expire_session', payload, recipient: null }, mint);
}

export function mail(
  desk: Desk,
  booking: BookingAtDesk,
  kind: string,
  payload: Record<string, unknown>,
  mint: Mint,
): void {
  const letter = {
    lane: 'mail' as const,
    kind,
    payload: { bookingId: booking.id, ...payload },
    recipient: booking.buyerEmail,
  };
  announce(desk, booking, letter, mint);
}

type Word = { lane: 'mail' | 'stripe'; kind: string; payload: Record<string, unknown>; recipient: string | null };
export function announce(desk: Desk, booking: BookingAtDesk, word: Word, mint: Mint): void {
  desk.changes.outbox.push({ id: mint.uuid(), locale: booking.locale, bookingId: booking.id, ...word });
}
