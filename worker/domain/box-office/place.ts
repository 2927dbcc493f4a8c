import { isBesidePoint, type Coupon } from '../booking/coupon.ts';
import { hold, type Draw } from '../event/inventory.ts';
import { keptAnswers } from '../event/question.ts';
import type { Refusal } from '../refusal.ts';
import { confirm, countCoupon, allowDoorPayment } from './booking-steps.ts';
import type { NewTicket } from './changes.ts';
import type { PlaceBooking, Replies } from './command.ts';
import type { Desk, PlacedReply } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { findReply, keepReply } from './idempotency.ts';
import { newBooking, remember } from './new-booking.ts';
import {
  refuseClosedSale,
  refuseCoupons,
  refuseDetails,
  refuseEndedEvent,
  refusePayment,
  refusePerson,
  refuseStock,
  refuseTotal,
  refuseTypes,
  typePerPlace,
  wantedTypes,
} from './place-refusals.ts';
import { couponLines, priceItems, totalOf, type Wanted } from './price-items.ts';
import { recordPayment } from './record-payment.ts';
import { toRecord } from './record.ts';

/** Holds places for all lines, or for none; a booking that costs nothing is confirmed right away. Refusals in this order. */
export function place(desk: Desk, command: PlaceBooking): Replies['place'] {
  const earlier = findReply<PlacedReply>(desk, command.idempotency);
  if (earlier) return earlier.ok ? placed(desk, earlier.reply) : earlier;
  const isStaff = command.by === 'staff';
  const closed = isStaff ? refuseEndedEvent(desk) : refuseClosedSale(desk);
  if (closed) return closed;
  const named = couponOf(desk, command);
  const wanted = wantedTypes(desk, command, named);
  if (!Array.isArray(wanted)) return wanted;
  const isBeside = named !== null && isBesidePoint(named, couponLines(wanted));
  const coupon = isBeside ? null : named;
  const refused =
    (isStaff ? null : refuseTypes(desk, wanted)) ??
    refuseDetails(desk, typePerPlace(wanted.map(placesOf)), command) ??
    (isBeside ? null : refuseCoupons(desk, command, { coupon, wanted })) ??
    (isStaff ? null : refusePerson(desk, command, wanted));
  if (refused) return refused;
  const lines = priceItems(desk, wanted, command.method === 'complimentary' ? 'waive' : coupon);
  const draws = wanted.map(drawOf);
  const unaffordable: Refusal | null =
    refuseTotal(desk, command, totalOf(lines)) ??
    refusePayment(desk, command, totalOf(lines)) ??
    refuseStock(desk, draws);
  if (unaffordable) return unaffordable;
  const keepsNames = desk.event.attendeeNames === 'each' || isStaff;
  const booking = newBooking(desk, {
    name: command.buyer.name,
    email: command.buyer.email,
    userId: command.userId,
    locale: command.locale,
    method: command.method,
    billing: command.billing,
    attendees: keepsNames ? (command.attendees ?? []) : [],
    answers: keptAnswers(command.answers),
    lines,
    coupon,
  });
  const tickets = takePlaces(desk, booking, draws);
  remember(desk, booking, command.source ?? (isStaff ? 'staff' : 'web'));
  if (isStaff) auditSale(desk, booking, command);
  const reply = { booking: toRecord(desk, booking, tickets), decidedAt: desk.now.toISOString() };
  keepReply(desk, command.idempotency, reply);
  return placed(desk, reply);
}

const placesOf = ({ type, quantity }: Wanted) => ({ ticketTypeId: type.id, places: quantity * type.places });
const drawOf = ({ type, quantity }: Wanted): Draw => ({ quotaIds: type.quotaIds, places: quantity * type.places });

function couponOf(desk: Desk, { couponCode }: PlaceBooking): Coupon | null {
  if (couponCode === null) return null;
  const code = couponCode.toLowerCase();
  return [...desk.coupons.values()].find((coupon) => coupon.code.toLowerCase() === code && !coupon.archivedAt) ?? null;
}

/** Holds the places, or sells them where the booking is free, paid directly or payable at the door. */
function takePlaces(desk: Desk, booking: BookingAtDesk, draws: Draw[]): NewTicket[] {
  const { method } = booking;
  if (method === 'complimentary') return confirm(desk, booking, 'free');
  if (method === 'cash' || method === 'card_terminal') {
    const tickets = confirm(desk, booking, 'free');
    recordPayment(desk, booking, method);
    return tickets;
  }
  countCoupon(desk, booking, 1);
  if (method === 'at_door') return allowDoorPayment(desk, booking, 'free');
  hold(desk.stock, draws);
  return [];
}

function auditSale(desk: Desk, booking: BookingAtDesk, { actorId, seller }: PlaceBooking): void {
  const { method, totalMinor, ticketCount } = booking;
  const sold = seller && { deviceId: seller.deviceId, tickets: ticketCount, amountMinor: totalMinor };
  desk.changes.audit.push({
    userId: actorId,
    actor: seller?.deviceName ?? 'staff',
    action: 'booking.create',
    bookingId: booking.id,
    before: {},
    after: { method, totalMinor, ...sold },
  });
}

function placed(desk: Desk, { booking, decidedAt }: PlacedReply): Replies['place'] {
  const keys =
    booking.tickets.length === 0
      ? []
      : desk.keys.filter((key) => booking.tickets.some(({ keyId }) => keyId === key.keyId));
  return { ok: true, booking, event: desk.event.facts, keys, decidedAt };
}
