import { isBesidePoint, type Coupon } from '../booking/coupon.ts';
import { hold, type Draw } from '../event/inventory.ts';
import { keptAnswers } from '../event/question.ts';
import type { Refusal } from '../refusal.ts';
import { confirm, countCoupon, letPayAtDoor } from './book.ts';
import type { NewTicket } from './changes.ts';
import type { Answers, PlaceBooking } from './command.ts';
import type { Desk, Mint, PlacedAnswer } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { givenAnswer, keepAnswer } from './given.ts';
import { newBooking, remember } from './new-booking.ts';
import { payByHand } from './pay-by-hand.ts';
import {
  calledOff,
  closed,
  refuseDetails,
  refusePayment,
  refusePerson,
  refuseTotal,
  refuseStock,
  refuseTypes,
  refuseUse,
  typePerPlace,
  wantedTypes,
} from './place-refusals.ts';
import { couponLines, priceItems, totalOf, type Wanted } from './price-items.ts';
import { toRecord } from './record.ts';

/** Holds places for all lines, or for none; a booking that costs nothing is confirmed at once. Refusals in this order. */
export function place(desk: Desk, command: PlaceBooking, mint: Mint): Answers['place'] {
  const given = givenAnswer<PlacedAnswer>(desk, command.idempotency);
  if (given) return given.ok ? placed(desk, given.answer) : given;
  const isStaff = command.by === 'staff';
  const shut = isStaff ? calledOff(desk) : closed(desk);
  if (shut) return shut;
  const named = couponOf(desk, command);
  const wanted = wantedTypes(desk, command, named);
  if (!Array.isArray(wanted)) return wanted;
  const isAside = named !== null && isBesidePoint(named, couponLines(wanted));
  const coupon = isAside ? null : named;
  const refused =
    (isStaff ? null : refuseTypes(desk, wanted)) ??
    refuseDetails(desk, typePerPlace(wanted.map(placesOf)), command, command.by) ??
    (isAside ? null : refuseUse(desk, command, coupon, wanted)) ??
    (isStaff ? null : refusePerson(desk, command, wanted));
  if (refused) return refused;
  const lines = priceItems(desk, wanted, command.method === 'complimentary' ? 'waive' : coupon, mint);
  const draws = wanted.map(drawOf);
  const unaffordable: Refusal | null =
    refuseTotal(desk, command, totalOf(lines)) ??
    refusePayment(desk, command, totalOf(lines)) ??
    refuseStock(desk, draws);
  if (unaffordable) return unaffordable;
  const booking = newBooking(desk, { ...command.buyer, ...command, ...detailsOf(desk, command), lines, coupon }, mint);
  const tickets = takePlaces(desk, booking, draws, mint);
  remember(desk, booking, command.source ?? (isStaff ? 'staff' : 'web'));
  noteStaff(desk, command, booking);
  const answer = { booking: toRecord(desk, booking, tickets), decidedAt: desk.now.toISOString() };
  keepAnswer(desk, command.idempotency, answer);
  return placed(desk, answer);
}

const placesOf = ({ type, quantity }: Wanted) => ({ ticketTypeId: type.id, places: quantity * type.places });
const drawOf = ({ type, quantity }: Wanted): Draw => ({ quotaIds: type.quotaIds, places: quantity * type.places });

function couponOf(desk: Desk, { couponCode }: PlaceBooking): Coupon | null {
  if (couponCode === null) return null;
  const code = couponCode.toLowerCase();
  return [...desk.coupons.values()].find((coupon) => coupon.code.toLowerCase() === code && !coupon.archivedAt) ?? null;
}

const detailsOf = (desk: Desk, { attendees, answers, by }: PlaceBooking) => ({
  attendees: desk.event.attendeeNames === 'each' || by === 'staff' ? (attendees ?? []) : [],
  answers: keptAnswers(answers),
});

function takePlaces(desk: Desk, booking: BookingAtDesk, draws: Draw[], mint: Mint): NewTicket[] {
  const { method } = booking;
  if (method === 'complimentary') return confirmed(desk, booking, mint);
  if (method === 'cash' || method === 'card_terminal') {
    const tickets = confirmed(desk, booking, mint);
    payByHand(desk, booking, method, mint);
    return tickets;
  }
  countCoupon(desk, booking, 1);
  if (method === 'at_door') return letPayAtDoor(desk, booking, 'free', mint);
  hold(desk.stock, draws);
  return [];
}

const confirmed = (desk: Desk, booking: BookingAtDesk, mint: Mint) => confirm(desk, booking, 'free', mint);

function noteStaff(desk: Desk, { by, actorId, seller }: PlaceBooking, booking: BookingAtDesk) {
  if (by !== 'staff') return;
  const { id: bookingId, method, totalMinor, ticketCount } = booking;
  const note = { userId: actorId, action: 'booking.create', bookingId, before: {} };
  const sold = seller && { deviceId: seller.deviceId, tickets: ticketCount, amountMinor: totalMinor };
  const actor = seller?.deviceName ?? 'staff';
  desk.changes.audit.push({ ...note, actor, after: { method, totalMinor, ...sold } });
}

function placed(desk: Desk, { booking, decidedAt }: PlacedAnswer): Answers['place'] {
  const keys =
    booking.tickets.length === 0
      ? []
      : desk.keys.filter((key) => booking.tickets.some(({ keyId }) => keyId === key.keyId));
  return { ok: true, booking, event: desk.event.facts, keys, decidedAt };
}
