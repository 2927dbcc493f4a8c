import { availabilityFor, hold, salePhase } from '../event/inventory.ts';
import { normalizeEmail } from '../account/person.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { offerEnds, type WaitingEntry } from '../booking/waiting.ts';
import { typeOf } from './book.ts';
import type { Answers, JoinWaiting, LeaveWaiting } from './command.ts';
import type { Desk, Mint, TypeOnSale } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { ticketsOf } from './person.ts';
import { closed } from './place-refusals.ts';
import { newBooking, remember } from './new-booking.ts';
import { priceItems } from './price-items.ts';
import { mail, mailWaiting } from './tell.ts';

/* The waiting list: whoever wants places of a type that is sold out, served in the order they came. */

export function joinWaiting(desk: Desk, command: JoinWaiting, mint: Mint): Answers['join_waiting'] {
  const shut = desk.event.waitingList ? closed(desk) : refusal('waiting_list_closed');
  if (shut) return shut;
  const type = desk.types.get(command.ticketTypeId);
  if (!type || type.archivedAt || type.hidden) return refusal('unknown_ticket_type');
  if (salePhase(type, desk.now) !== 'on_sale') return refusal('waiting_list_closed');
  const { quantity } = command;
  const refused = neverOffered(desk, type, command);
  if (refused) return refused;
  const draw = { quotaIds: type.quotaIds, places: quantity * type.places };
  if (availabilityFor(desk.stock, [draw]) !== 'sold_out') return refusal('not_sold_out');
  const entry = newEntry(desk, { ...command, first: false }, mint);
  if (!entry) return refusal('already_waiting');
  mailWaiting(desk, entry, 'waiting_joined', mint);
  return { ok: true, entry, event: desk.event.facts };
}

/** Nobody waits for what could never be offered to them, however many places came free. */
function neverOffered(desk: Desk, type: TypeOnSale, { quantity, email, userId }: JoinWaiting): Refusal | null {
  const limit = desk.event.perPersonLimit;
  const house = Math.min(...type.quotaIds.map((id) => desk.stock.get(id)?.size ?? Infinity));
  const most = Math.min(type.maxPerBooking ?? Infinity, ...[limit, house].map((all) => Math.floor(all / type.places)));
  if (most < 1) return refusal('waiting_list_closed');
  if (quantity > most) return refusal('too_many_to_wait_for', { limit: most });
  if (quantity < type.minPerBooking) return refusal('too_few', { minimum: type.minPerBooking });
  const booked = ticketsOf(desk, { email, userId });
  return booked + quantity * type.places <= limit ? null : refusal('person_limit_reached', { limit, booked });
}

/** Whoever leaves while an offer is out declines it by cancelling its booking. */
export function leaveWaiting(desk: Desk, { entryId }: LeaveWaiting): Answers['leave_waiting'] {
  const entry = desk.waitingEntries.get(entryId);
  if (!entry) return refusal('not_found');
  if (entry.status === 'offered' || entry.status === 'accepted')
    return refusal('invalid_transition', { status: entry.status });
  if (entry.status === 'waiting') {
    entry.status = 'left';
    desk.changes.touchedWaiting.set(entry.id, entry);
    desk.waiting = desk.waiting.filter(({ id }) => id !== entry.id);
  }
  return { ok: true };
}

/** Their payment came when the places were gone: whatever comes free next is theirs. */
export function queueFirst(desk: Desk, booking: BookingAtDesk, mint: Mint): void {
  for (const { ticketTypeId, quantity } of booking.lines) {
    const { buyerName: name, buyerEmail: email, userId, locale } = booking;
    newEntry(desk, { ticketTypeId, quantity, name, email, userId, locale, first: true }, mint);
  }
}

/** Null where that person waits for the type already: `a+x@gmail.com` and `a@gmail.com` are one. */
function newEntry(desk: Desk, wish: JoinWaiting & { first: boolean }, mint: Mint): WaitingEntry | null {
  const emailNormalized = normalizeEmail(wish.email);
  const isSame = (entry: WaitingEntry) =>
    entry.ticketTypeId === wish.ticketTypeId && entry.emailNormalized === emailNormalized && isLive(entry);
  const known = [...desk.waiting, ...desk.waitingEntries.values()].find(isSame);
  if (known) {
    if (!wish.first || known.first) return null;
    known.first = true;
    desk.waiting.sort(inOrder);
    desk.changes.touchedWaiting.set(known.id, known);
    return known;
  }
  const { ticketTypeId, quantity, name, email, userId, first } = wish;
  const entry: WaitingEntry = {
    ...{ id: mint.uuid(), ticketTypeId, quantity, name, email, emailNormalized, userId, first },
    locale: wish.locale ?? desk.event.locale,
    status: 'waiting',
    linkVersion: 1,
    offeredAt: null,
    createdAt: desk.now,
  };
  desk.waitingEntries.set(entry.id, entry);
  desk.waiting.push(entry);
  desk.waiting.sort(inOrder);
  desk.changes.newWaiting.push(entry);
  return entry;
}

/** As they are loaded: of two whose places were lost, whoever lost them first. */
const inOrder = (a: WaitingEntry, b: WaitingEntry) =>
  Number(b.first) - Number(a.first) || a.createdAt.getTime() - b.createdAt.getTime();

const isLive = ({ status }: WaitingEntry) => status === 'waiting' || status === 'offered';

/** The event is called off: nobody waits for it any more, and each of them is told; answers how many. */
export function endWaitingList(desk: Desk, mint: Mint): number {
  const waiting = desk.waiting.filter(({ status }) => status === 'waiting');
  for (const entry of waiting) {
    entry.status = 'lapsed';
    desk.changes.touchedWaiting.set(entry.id, entry);
    mailWaiting(desk, entry, 'waiting_called_off', mint);
  }
  desk.waiting = [];
  return waiting.length;
}

/** Free places go to those who wait, before anybody else: to the next whom they are enough for. */
export function serveWaiting(desk: Desk, mint: Mint): void {
  if (!desk.placesFreed) return;
  desk.placesFreed = false;
  if (desk.waiting.length === 0 || closed(desk)) return;
  desk.waiting = desk.waiting.filter((entry) => !(entry.status === 'waiting' && offer(desk, entry, mint)));
}

function offer(desk: Desk, entry: WaitingEntry, mint: Mint): boolean {
  const type = desk.types.get(entry.ticketTypeId);
  if (!type || type.archivedAt || salePhase(type, desk.now) !== 'on_sale') return false;
  const draw = { quotaIds: type.quotaIds, places: entry.quantity * type.places };
  if (availabilityFor(desk.stock, [draw]) !== 'available') return false;
  const person = { email: entry.email, userId: entry.userId };
  if (ticketsOf(desk, person) + draw.places > desk.event.perPersonLimit) return false;
  const lines = priceItems(desk, [{ type, quantity: entry.quantity, priceMinor: type.priceMinor }], null, mint);
  const booking = newBooking(desk, { ...person, name: entry.name, locale: entry.locale, lines, method: null }, mint);
  booking.waitingEntryId = entry.id;
  booking.holdExpiresAt = offerEnds(desk.now, salesEndOf(desk, typeOf(desk, entry.ticketTypeId)));
  hold(desk.stock, [draw]);
  entry.status = 'offered';
  entry.offeredAt = desk.now;
  desk.waitingEntries.set(entry.id, entry);
  desk.changes.touchedWaiting.set(entry.id, entry);
  remember(desk, booking, 'waiting_list');
  mail(desk, booking, 'waiting_offer', { until: booking.holdExpiresAt.toISOString() }, mint);
  return true;
}

function salesEndOf({ event }: Desk, { saleEndsAt }: { saleEndsAt: Date | null }): Date {
  const closes = event.bookingClosesAt ?? event.endsAt;
  return saleEndsAt && saleEndsAt < closes ? saleEndsAt : closes;
}
