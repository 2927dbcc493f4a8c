import { availabilityFor, hold, salePhase } from '../event/inventory.ts';
import { normalizeEmail } from '../account/person.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { offerEnds, type WaitingEntry } from '../booking/waiting.ts';
import type { JoinWaiting, LeaveWaiting, Replies } from './command.ts';
import type { Desk, TypeOnSale } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { newBooking, remember } from './new-booking.ts';
import { mailBuyer, mailWaiting } from './outbox.ts';
import { ticketsOf } from './person.ts';
import { refuseClosedSale } from './place-refusals.ts';
import { priceItems } from './price-items.ts';

/* The waiting list for places of a type that is sold out, served first come, first served. */

export function joinWaiting(desk: Desk, command: JoinWaiting): Replies['join_waiting'] {
  const closed = desk.event.waitingList ? refuseClosedSale(desk) : refusal('waiting_list_closed');
  if (closed) return closed;
  const type = desk.types.get(command.ticketTypeId);
  if (!type || type.archivedAt || type.hidden) return refusal('unknown_ticket_type');
  if (salePhase(type, desk.now) !== 'on_sale') return refusal('waiting_list_closed');
  const refused = refuseImpossible(desk, type, command);
  if (refused) return refused;
  const draw = { quotaIds: type.quotaIds, places: command.quantity * type.places };
  if (availabilityFor(desk.stock, [draw]) !== 'sold_out') return refusal('not_sold_out');
  const entry = addEntry(desk, { ...command, first: false });
  if (!entry) return refusal('already_waiting');
  mailWaiting(desk, entry, 'waiting_joined');
  return { ok: true, entry, event: desk.event.facts };
}

/** Refuses what could never be offered to this person, however many places came free. */
function refuseImpossible(desk: Desk, type: TypeOnSale, { quantity, email, userId }: JoinWaiting): Refusal | null {
  const limit = desk.event.perPersonLimit;
  const capacity = Math.min(...type.quotaIds.map((id) => desk.stock.get(id)?.size ?? Infinity));
  const most = Math.min(type.maxPerBooking ?? Infinity, Math.floor(Math.min(limit, capacity) / type.places));
  if (most < 1) return refusal('waiting_list_closed');
  if (quantity > most) return refusal('too_many_to_wait_for', { limit: most });
  if (quantity < type.minPerBooking) return refusal('too_few', { minimum: type.minPerBooking });
  const booked = ticketsOf(desk, { email, userId });
  return booked + quantity * type.places <= limit ? null : refusal('person_limit_reached', { limit, booked });
}

/** Takes an entry off the list. An offer is declined by cancelling its booking, so it is refused here. */
export function leaveWaiting(desk: Desk, { entryId }: LeaveWaiting): Replies['leave_waiting'] {
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

/** Puts a buyer whose payment came after the places were gone first on the list. */
export function queueFirst(desk: Desk, booking: BookingAtDesk): void {
  for (const { ticketTypeId, quantity } of booking.lines) {
    const { buyerName: name, buyerEmail: email, userId, locale } = booking;
    addEntry(desk, { ticketTypeId, quantity, name, email, userId, locale, first: true });
  }
}

/** Returns null where that person waits for the type already: `a+x@gmail.com` and `a@gmail.com` are one. */
function addEntry(desk: Desk, wanted: JoinWaiting & { first: boolean }): WaitingEntry | null {
  const emailNormalized = normalizeEmail(wanted.email);
  const isSame = (entry: WaitingEntry) =>
    entry.ticketTypeId === wanted.ticketTypeId &&
    entry.emailNormalized === emailNormalized &&
    (entry.status === 'waiting' || entry.status === 'offered');
  const known = [...desk.waiting, ...desk.waitingEntries.values()].find(isSame);
  if (known) {
    if (!wanted.first || known.first) return null;
    known.first = true;
    desk.waiting.sort(inOrder);
    desk.changes.touchedWaiting.set(known.id, known);
    return known;
  }
  const entry: WaitingEntry = {
    id: desk.ids.uuid(),
    ticketTypeId: wanted.ticketTypeId,
    quantity: wanted.quantity,
    name: wanted.name,
    email: wanted.email,
    emailNormalized,
    userId: wanted.userId,
    locale: wanted.locale ?? desk.event.locale,
    status: 'waiting',
    first: wanted.first,
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

/** The order in which entries are loaded: of two that lost their places, the one that lost them first. */
const inOrder = (a: WaitingEntry, b: WaitingEntry) =>
  Number(b.first) - Number(a.first) || a.createdAt.getTime() - b.createdAt.getTime();

/** Ends all entries of a cancelled event, tells their people, and returns how many there were. */
export function endWaitingList(desk: Desk): number {
  const waiting = desk.waiting.filter(({ status }) => status === 'waiting');
  for (const entry of waiting) {
    entry.status = 'lapsed';
    desk.changes.touchedWaiting.set(entry.id, entry);
    mailWaiting(desk, entry, 'event_cancelled');
  }
  desk.waiting = [];
  return waiting.length;
}

/** Offers free places to the waiting list before anyone else: to the next entries that they are enough for. */
export function serveWaiting(desk: Desk): void {
  if (!desk.placesFreed) return;
  desk.placesFreed = false;
  if (desk.waiting.length === 0 || refuseClosedSale(desk)) return;
  desk.waiting = desk.waiting.filter((entry) => !(entry.status === 'waiting' && offer(desk, entry)));
}

function offer(desk: Desk, entry: WaitingEntry): boolean {
  const type = desk.types.get(entry.ticketTypeId);
  if (!type || type.archivedAt || salePhase(type, desk.now) !== 'on_sale') return false;
  const draw = { quotaIds: type.quotaIds, places: entry.quantity * type.places };
  if (availabilityFor(desk.stock, [draw]) !== 'available') return false;
  const person = { email: entry.email, userId: entry.userId };
  if (ticketsOf(desk, person) + draw.places > desk.event.perPersonLimit) return false;
  const lines = priceItems(desk, [{ type, quantity: entry.quantity, priceMinor: type.priceMinor }], null);
  const booking = newBooking(desk, { ...person, name: entry.name, locale: entry.locale, lines, method: null });
  booking.waitingEntryId = entry.id;
  booking.holdExpiresAt = offerEnds(desk.now, salesEndOf(desk, type));
  hold(desk.stock, [draw]);
  entry.status = 'offered';
  entry.offeredAt = desk.now;
  desk.waitingEntries.set(entry.id, entry);
  desk.changes.touchedWaiting.set(entry.id, entry);
  remember(desk, booking, 'waiting_list');
  desk.changes.audit.push({
    userId: null,
    actor: 'everato',
    action: 'waiting.offer',
    bookingId: booking.id,
    before: {},
    after: { until: booking.holdExpiresAt.toISOString(), tickets: booking.ticketCount },
  });
  mailBuyer(desk, booking, { kind: 'waiting_offer', payload: { until: booking.holdExpiresAt.toISOString() } });
  return true;
}

function salesEndOf({ event }: Desk, { saleEndsAt }: TypeOnSale): Date {
  const closes = event.bookingClosesAt ?? event.endsAt;
  return saleEndsAt && saleEndsAt < closes ? saleEndsAt : closes;
}
