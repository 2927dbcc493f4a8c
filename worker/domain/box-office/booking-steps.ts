import { type Draw, sell, sellHeld, unhold, unsell } from '../event/inventory.ts';
import type { PaymentRecord } from '../payment/payment.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import type { NewTicket } from './changes.ts';
import type { Desk, TypeOnSale } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { countLive } from './person.ts';
import { mailBuyer, mailHolders, mailWaiting, queueForStripe } from './outbox.ts';

/* Steps shared by several decisions. */

export function typeOf(desk: Desk, id: string): TypeOnSale {
  const type = desk.types.get(id);
  if (!type) throw new Error(`No ticket type ${id}`);
  return type;
}

/** The places that the booking takes, less those whose tickets were cancelled one by one. */
export const drawsOf = (desk: Desk, booking: BookingAtDesk): Draw[] =>
  booking.lines.map((line) => ({
    quotaIds: typeOf(desk, line.ticketTypeId).quotaIds,
    places: line.places - line.cancelledPlaces,
  }));

export const openPayment = (booking: BookingAtDesk) => booking.payments.find((payment) => payment.status === 'pending');

export function touchPayment(desk: Desk, payment: PaymentRecord): void {
  desk.changes.touchedPayments.set(payment.id, payment);
}

export const isEventCancelled = (desk: Desk) => desk.event.facts.status === 'cancelled';

/** Whether the tickets were issued when the places were taken, before the payment. */
export const hasTicketsUnpaid = (booking: BookingAtDesk) => booking.method === 'at_door';

/** Issues one ticket per place, in the order of the lines, each with the next number of the event's ticket changes. */
export function issueTickets(desk: Desk, booking: BookingAtDesk): NewTicket[] {
  const key = desk.keys.find(({ revokedAt }) => revokedAt === null);
  if (!key) throw new Error(`Event ${desk.event.facts.id} has no key to sign tickets with`);
  const issued: NewTicket[] = [];
  for (const line of booking.lines) {
    for (let place = 0; place < line.places; place++) {
      issued.push({
        id: desk.ids.uuid(),
        bookingId: booking.id,
        lineId: line.id,
        ticketTypeId: line.ticketTypeId,
        position: issued.length,
        number: desk.ids.shortCode(),
        keyId: key.keyId,
        attendeeName: booking.attendees[issued.length]?.name ?? booking.buyerName,
        seq: ++desk.event.ticketSeq,
      });
    }
  }
  for (const ticket of issued) desk.changes.tickets.push(ticket);
  return issued;
}

/** Sells the booking's held or free places and issues its tickets, to be paid until the door closes. */
export function allowDoorPayment(desk: Desk, booking: BookingAtDesk, places: 'held' | 'free'): NewTicket[] {
  if (places === 'held') sellHeld(desk.stock, drawsOf(desk, booking));
  else sell(desk.stock, drawsOf(desk, booking));
  booking.method = 'at_door';
  booking.holdExpiresAt = desk.event.atDoorUntil ?? desk.event.endsAt;
  endOffer(desk, booking, 'accepted');
  mailBuyer(desk, booking, { kind: 'booking_confirmed', payload: {} });
  return issueTickets(desk, booking);
}

/** Sells the booking's own or free places, issues its tickets and queues its mail. */
export function confirm(desk: Desk, booking: BookingAtDesk, places: 'own' | 'free'): NewTicket[] {
  // Read before the status changes, because it depends on the status before.
  const hasTickets = hasTicketsUnpaid(booking) && places === 'own';
  if (places === 'own') {
    if (!hasTickets) sellHeld(desk.stock, drawsOf(desk, booking));
  } else {
    sell(desk.stock, drawsOf(desk, booking));
    countCoupon(desk, booking, 1);
    countStillLive(desk, booking);
  }
  booking.status = 'confirmed';
  booking.confirmedAt = desk.now;
  booking.holdExpiresAt = null;
  booking.releasingSince = null;
  booking.expiredAt = null;
  booking.cancelledAt = null;
  endOffer(desk, booking, 'accepted');
  if (hasTickets) {
    desk.changes.resendTicketsOf.push(booking.id);
    return [];
  }
  mailBuyer(desk, booking, { kind: 'booking_confirmed', payload: {} });
  return issueTickets(desk, booking);
}

/** Releases the places of an unpaid booking, which ends as `cancelled` where that was requested, else as `expired`. */
export function releasePlaces(desk: Desk, booking: BookingAtDesk): void {
  const draws = drawsOf(desk, booking);
  if (hasTicketsUnpaid(booking)) unsell(desk.stock, draws);
  else unhold(desk.stock, draws);
  countFreed(desk, booking);
  booking.status = booking.cancelledAt ? 'cancelled' : 'expired';
  if (!booking.cancelledAt) booking.expiredAt = desk.now;
  booking.holdExpiresAt = null;
  booking.releasingSince = null;
  if (hasTicketsUnpaid(booking)) {
    mailHolders(desk, booking, booking.tickets);
    voidTickets(desk, booking);
  }
  // An offer that ends with its event was not declined.
  const isDeclined = booking.cancelledAt && !isEventCancelled(desk);
  const entry = endOffer(desk, booking, isDeclined ? 'declined' : 'lapsed');
  if (isEventCancelled(desk)) {
    if (entry) mailWaiting(desk, entry, 'event_cancelled');
    else if (hasTicketsUnpaid(booking))
      mailBuyer(desk, booking, {
        kind: 'booking_cancelled',
        payload: { amount: 0, given: 0, owed: 0, withBank: 0, kept: 0, currency: booking.currency },
      });
  }
  desk.changes.touched.add(booking.id);
}

/** Releases the places, and tells the buyer where the hold ran out. */
export function releaseHold(desk: Desk, booking: BookingAtDesk): void {
  releasePlaces(desk, booking);
  if (booking.status === 'expired') mailBuyer(desk, booking, { kind: 'hold_expired', payload: {} });
}

/** Releases sold places and voids their tickets. */
export function voidSold(desk: Desk, booking: BookingAtDesk): void {
  unsell(desk.stock, drawsOf(desk, booking));
  countFreed(desk, booking);
  booking.status = 'cancelled';
  booking.cancelledAt ??= desk.now;
  desk.changes.touched.add(booking.id);
  voidTickets(desk, booking);
}

/** Voids all tickets of the booking. Those on the desk change here, so that later commands of the turn see it. */
function voidTickets(desk: Desk, booking: BookingAtDesk): void {
  desk.changes.cancelTicketsOf.push(booking.id);
  for (const ticket of booking.tickets) {
    if (ticket.status !== 'valid') continue;
    ticket.status = 'cancelled';
    ticket.cancelledAt = desk.now;
  }
}

/** Frees the coupon use and the places of a booking that is no longer live. */
export function countFreed(desk: Desk, booking: BookingAtDesk): void {
  countCoupon(desk, booking, -1);
  for (const live of [desk.live.byEmail, desk.live.byUser]) for (const known of live.values()) known.delete(booking.id);
  desk.placesFreed = true;
}

/** Counts the booking as it is now towards the limits that later commands of the turn check. */
export function countStillLive(desk: Desk, booking: BookingAtDesk): void {
  const { id: bookingId, buyerEmail: email, userId, ticketCount: tickets, couponId } = booking;
  countLive(desk, { email, userId, bookingId }, { tickets, couponId });
}

/** Takes or frees a use of the booking's coupon. */
export function countCoupon(desk: Desk, { couponId }: { couponId: string | null }, by: 1 | -1): void {
  if (!couponId) return;
  const coupon = desk.coupons.get(couponId);
  if (coupon) coupon.used += by;
  desk.changes.couponUses.set(couponId, (desk.changes.couponUses.get(couponId) ?? 0) + by);
}

/** Ends the waiting-list offer that the booking is; null where it is none, or was accepted before. */
function endOffer(desk: Desk, booking: BookingAtDesk, status: 'accepted' | 'declined' | 'lapsed'): WaitingEntry | null {
  const entry = booking.waitingEntryId ? desk.waitingEntries.get(booking.waitingEntryId) : undefined;
  if (!entry || entry.status === 'accepted') return null;
  entry.status = status;
  desk.changes.touchedWaiting.set(entry.id, entry);
  desk.changes.audit.push({
    userId: null,
    actor: 'everato',
    action: `waiting.${status}`,
    bookingId: booking.id,
    before: {},
    after: {},
  });
  return entry;
}

/** Keeps the places held until Stripe has confirmed that the session is closed. */
export function askStripeFirst(desk: Desk, booking: BookingAtDesk, payment: PaymentRecord): void {
  booking.releasingSince = desk.now;
  desk.changes.touched.add(booking.id);
  expireSession(desk, booking, payment);
}

/** Does nothing where no session was opened at Stripe. */
export function expireSession(desk: Desk, booking: BookingAtDesk, payment: PaymentRecord): void {
  const { id: paymentId, stripeSessionId } = payment;
  if (stripeSessionId === null) return;
  queueForStripe(desk, booking, {
    kind: 'expire_session',
    payload: {
      paymentId,
      stripeSessionId,
      bookingId: booking.id,
      eventId: desk.event.facts.id,
    },
  });
}
