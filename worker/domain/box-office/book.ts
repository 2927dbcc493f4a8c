import { type Draw, sell, sellHeld, unhold, unsell } from '../event/inventory.ts';
import type { PaymentRecord } from '../payment/payment.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import type { NewTicket } from './changes.ts';
import type { Desk, Mint, TypeOnSale } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { countLive } from './person.ts';
import { mail, mailWaiting, tellHolders, tellStripe } from './tell.ts';

/* What several decisions do to a booking on the desk. */

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

/** Whose tickets are made when the places are held, not when they are paid. */
export const hasTicketsUnpaid = (booking: BookingAtDesk) => booking.method === 'at_door';

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
        position: issued.length,
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

/** It has its tickets at once, so its places are sold, from held or from free ones; until the last moment to pay at the door. */
export function letPayAtDoor(desk: Desk, booking: BookingAtDesk, places: 'held' | 'free', mint: Mint): NewTicket[] {
  if (places === 'held') sellHeld(desk.stock, drawsOf(desk, booking));
  else sell(desk.stock, drawsOf(desk, booking));
  booking.method = 'at_door';
  booking.holdExpiresAt = desk.event.atDoorUntil ?? desk.event.endsAt;
  endWaiting(desk, booking, 'accepted');
  mail(desk, booking, 'booking_confirmed', {}, mint);
  return issueTickets(desk, booking, mint);
}

/** Its places become sold, from its own or from free ones, and its tickets and mail are made. */
export function confirm(desk: Desk, booking: BookingAtDesk, places: 'own' | 'free', mint: Mint): NewTicket[] {
  // Before its status changes: whether tickets are out already goes by what it was.
  const isOut = hasTicketsUnpaid(booking) && places === 'own';
  if (places === 'own') {
    if (!isOut) sellHeld(desk.stock, drawsOf(desk, booking));
  } else {
    sell(desk.stock, drawsOf(desk, booking));
    countCoupon(desk, booking, 1);
    stillLive(desk, booking);
  }
  booking.status = 'confirmed';
  booking.confirmedAt = desk.now;
  booking.holdExpiresAt = null;
  booking.releasingSince = null;
  booking.expiredAt = null;
  booking.cancelledAt = null;
  endWaiting(desk, booking, 'accepted');
  if (isOut) {
    desk.changes.retellTicketsOf.push(booking.id);
    return [];
  }
  mail(desk, booking, 'booking_confirmed', {}, mint);
  return issueTickets(desk, booking, mint);
}

/** Gives its places back; ends as `cancelled` where somebody had asked for that, else as `expired`. */
export function giveBack(desk: Desk, booking: BookingAtDesk, mint: Mint): void {
  const draws = drawsOf(desk, booking);
  if (hasTicketsUnpaid(booking)) unsell(desk.stock, draws);
  else unhold(desk.stock, draws);
  freed(desk, booking);
  booking.status = booking.cancelledAt ? 'cancelled' : 'expired';
  if (!booking.cancelledAt) booking.expiredAt = desk.now;
  booking.holdExpiresAt = null;
  booking.releasingSince = null;
  if (hasTicketsUnpaid(booking)) {
    tellHolders(desk, booking, booking.tickets, mint);
    voidTickets(desk, booking);
  }
  // Whose offer ends with the event has not declined it.
  const isDeclined = booking.cancelledAt && !isCalledOff(desk);
  const entry = endWaiting(desk, booking, isDeclined ? 'declined' : 'lapsed');
  if (isCalledOff(desk)) tellCalledOff(desk, booking, entry, mint);
  desk.changes.touched.add(booking.id);
}

/** Gives sold places back, and their tickets are void. */
export function voidSold(desk: Desk, booking: BookingAtDesk): void {
  unsell(desk.stock, drawsOf(desk, booking));
  freed(desk, booking);
  booking.status = 'cancelled';
  booking.cancelledAt ??= desk.now;
  desk.changes.touched.add(booking.id);
  voidTickets(desk, booking);
}

/** All of them, those on the desk at once: what comes later in the turn sees it. */
function voidTickets(desk: Desk, booking: BookingAtDesk): void {
  desk.changes.cancelTicketsOf.push(booking.id);
  for (const ticket of booking.tickets.filter(({ status }) => status === 'valid')) {
    ticket.status = 'cancelled';
    ticket.cancelledAt = desk.now;
  }
}

/** It is no live booking any more: its coupon can be used again, and its places by whoever waits. */
export function freed(desk: Desk, booking: BookingAtDesk): void {
  countCoupon(desk, booking, -1);
  for (const live of [desk.live.byEmail, desk.live.byUser]) for (const known of live.values()) known.delete(booking.id);
  desk.placesFreed = true;
}

/** What it has now counts for whoever's limit is looked at later in the turn. */
export function stillLive(desk: Desk, booking: BookingAtDesk): void {
  const { id: bookingId, buyerEmail: email, userId, ticketCount: tickets, couponId } = booking;
  countLive(desk, { email, userId, bookingId }, { tickets, couponId });
}

/** A coupon's use is taken with the places, and comes back with them. */
export function countCoupon(desk: Desk, { couponId }: { couponId: string | null }, by: 1 | -1): void {
  if (!couponId) return;
  const coupon = desk.coupons.get(couponId);
  if (coupon) coupon.used += by;
  desk.changes.couponUses.set(couponId, (desk.changes.couponUses.get(couponId) ?? 0) + by);
}

/** What became of the offer that this booking is, where it is one. */
function endWaiting(
  desk: Desk,
  booking: BookingAtDesk,
  status: 'accepted' | 'declined' | 'lapsed',
): WaitingEntry | null {
  const entry = booking.waitingEntryId ? desk.waitingEntries.get(booking.waitingEntryId) : undefined;
  if (!entry || entry.status === 'accepted') return null;
  entry.status = status;
  desk.changes.touchedWaiting.set(entry.id, entry);
  return entry;
}

export const isCalledOff = (desk: Desk) => desk.event.facts.status === 'cancelled';

/** Who held places of an event that is called off hears of it: as somebody who waited, or as who has booked. */
function tellCalledOff(desk: Desk, booking: BookingAtDesk, entry: WaitingEntry | null, mint: Mint): void {
  if (entry) mailWaiting(desk, entry, 'waiting_called_off', mint);
  else if (hasTicketsUnpaid(booking))
    mail(desk, booking, 'booking_cancelled', { amount: 0, currency: booking.currency }, mint);
}

/** The same, with word to the buyer where it was the clock that ended the hold. */
export function release(desk: Desk, booking: BookingAtDesk, mint: Mint): void {
  giveBack(desk, booking, mint);
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
  tellStripe(desk, booking, 'expire_session', payload, mint);
}
