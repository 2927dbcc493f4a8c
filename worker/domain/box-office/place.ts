import { hold, type Draw } from '../inventory.ts';
import { normalizeEmail } from '../person.ts';
import { priceLine } from '../price.ts';
import { refusal } from '../refusal.ts';
import { confirm } from './book.ts';
import type { NewTicket } from './changes.ts';
import type { Answers, PlaceBooking } from './command.ts';
import type { BookingAtDesk, Desk, LineAtDesk, Mint, TypeOnSale } from './desk.ts';
import {
  closed,
  refuseNames,
  refusePayment,
  refusePerson,
  refuseStock,
  refuseTypes,
  type Wanted,
} from './place-refusals.ts';
import { toRecord } from './record.ts';

/** Holds places for all lines, or for none; a booking that costs nothing is confirmed at once. Refusals in this order. */
export function place(desk: Desk, command: PlaceBooking, mint: Mint): Answers['place'] {
  const repeated = answerGiven(desk, command);
  if (repeated) return repeated;
  const shut = closed(desk);
  if (shut) return shut;
  const wanted = wantedTypes(desk, command);
  if (!wanted) return refusal('unknown_ticket_type');
  const refused =
    refuseTypes(desk, wanted) ?? refuseNames(desk, command, wanted) ?? refusePerson(desk, command, wanted);
  if (refused) return refused;
  const lines = wanted.map(({ type, quantity }) => priced(desk, type, quantity, mint));
  const draws = wanted.map(drawOf);
  const unaffordable = refusePayment(desk, command, totalOf(lines)) ?? refuseStock(desk, draws);
  if (unaffordable) return unaffordable;
  const booking = newBooking(desk, command, lines, mint);
  const tickets = takePlaces(desk, booking, draws, mint);
  return remember(desk, command, booking, tickets);
}

function answerGiven(desk: Desk, { idempotency }: PlaceBooking): Answers['place'] | null {
  const given = idempotency && desk.given.get(`${idempotency.caller} ${idempotency.key}`);
  if (!given) return null;
  if (given.requestHash !== idempotency.requestHash) return refusal('idempotency_conflict');
  return {
    ok: true,
    booking: given.booking,
    event: desk.event.facts,
    keys: keysOf(desk, given.booking),
    decidedAt: given.decidedAt,
  };
}

/** Lines of one type are one. A hidden type is like one that does not exist: nobody learns of it by asking. */
function wantedTypes(desk: Desk, command: PlaceBooking): Wanted[] | null {
  const wanted = new Map<string, Wanted>();
  for (const { ticketTypeId, quantity } of command.items) {
    const type = desk.types.get(ticketTypeId);
    if (!type || type.archivedAt || type.hidden) return null;
    wanted.set(type.id, { type, quantity: quantity + (wanted.get(type.id)?.quantity ?? 0) });
  }
  return [...wanted.values()];
}

const drawOf = ({ type, quantity }: Wanted): Draw => ({ quotaIds: type.quotaIds, places: quantity * type.places });
const totalOf = (lines: LineAtDesk[]) => lines.reduce((sum, line) => sum + line.totalMinor, 0);

function priced(desk: Desk, type: TypeOnSale, quantity: number, mint: Mint): LineAtDesk {
  const { priceMinor, taxRateBasisPoints } = type;
  const price = priceLine({ priceMinor, taxRateBasisPoints, quantity }, desk.event);
  return {
    id: mint.uuid(),
    ticketTypeId: type.id,
    quantity,
    places: quantity * type.places,
    taxRateBasisPoints,
    ...price,
  };
}

function newBooking(desk: Desk, command: PlaceBooking, lines: LineAtDesk[], mint: Mint): BookingAtDesk {
  const totalMinor = totalOf(lines);
  return {
    id: mint.uuid(),
    reference: mint.number(),
    userId: command.userId,
    buyerName: command.buyer.name,
    buyerEmail: command.buyer.email,
    locale: command.locale ?? desk.event.locale,
    status: 'pending_payment',
    method: totalMinor === 0 ? 'complimentary' : 'stripe',
    currency: desk.event.currency,
    totalMinor,
    feeMinor: lines.reduce((sum, line) => sum + line.quantity * line.unitFeeMinor, 0),
    taxMinor: lines.reduce((sum, line) => sum + line.taxMinor, 0),
    ticketCount: lines.reduce((sum, line) => sum + line.places, 0),
    attendees: desk.event.attendeeNames === 'each' ? (command.attendees ?? []).map((name) => ({ name })) : [],
    linkVersion: 1,
    holdExpiresAt: new Date(desk.now.getTime() + desk.event.holdMinutes * 60_000),
    releasingSince: null,
    confirmedAt: null,
    expiredAt: null,
    cancelledAt: null,
    createdAt: desk.now,
    lines,
    payments: [],
  };
}

function takePlaces(desk: Desk, booking: BookingAtDesk, draws: Draw[], mint: Mint): NewTicket[] {
  if (booking.totalMinor === 0) return confirm(desk, booking, 'free', mint);
  hold(desk.stock, draws);
  return [];
}

function remember(desk: Desk, command: PlaceBooking, booking: BookingAtDesk, tickets: NewTicket[]): Answers['place'] {
  const emailNormalized = normalizeEmail(command.buyer.email);
  desk.changes.placed.push({ booking, emailNormalized, source: command.source ?? 'web' });
  count(desk.live.byEmail, emailNormalized, booking);
  if (command.userId) count(desk.live.byUser, command.userId, booking);
  const answer = { booking: toRecord(desk, booking, tickets), decidedAt: desk.now.toISOString() };
  if (command.idempotency) {
    const { caller, key, requestHash } = command.idempotency;
    desk.given.set(`${caller} ${key}`, { requestHash, ...answer });
    desk.changes.answers.push({ caller, key, requestHash, answer });
  }
  return { ok: true, ...answer, event: desk.event.facts, keys: keysOf(desk, answer.booking) };
}

function count(people: Map<string, Map<string, number>>, person: string, booking: BookingAtDesk): void {
  const known = people.get(person) ?? new Map<string, number>();
  people.set(person, known.set(booking.id, booking.ticketCount));
}

function keysOf(desk: Desk, booking: { tickets: { keyId: number }[] }) {
  return booking.tickets.length === 0
    ? []
    : desk.keys.filter((key) => booking.tickets.some(({ keyId }) => keyId === key.keyId));
}
