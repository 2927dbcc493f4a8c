import { formatNumber } from '../ticket/number.ts';
import { unsell } from '../event/inventory.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { shareAt } from '../ticket/share.ts';
import { freed, stillLive, typeOf } from './book.ts';
import type { Answers, CancelTickets, RenameAttendee, SetBilling, TransferTicket } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import type { BookingAtDesk, LineAtDesk, TicketAtDesk } from './at-desk.ts';
import { payBackUpTo, type Back } from './refund.ts';
import { mail, mailTo, tellHolders } from './tell.ts';

/* What can be done to single tickets of a booking. */

/** Their places go back; so does their share of the price, where that is wished. The last one ends the booking. */
export function cancelTickets(desk: Desk, command: CancelTickets, mint: Mint): Answers['cancel_tickets'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  if (booking.status !== 'confirmed') return refusal('invalid_transition', { status: booking.status });
  const chosen = booking.tickets.filter(({ id }) => command.ticketIds.includes(id));
  if (chosen.length < new Set(command.ticketIds).size) return refusal('not_found');
  const valid = chosen.filter(({ status }) => status === 'valid');
  const backMinor = command.refund ? valid.reduce((sum, ticket) => sum + shareOf(booking, ticket), 0) : 0;
  tellHolders(desk, booking, valid, mint);
  for (const ticket of valid) voidTicket(desk, booking, ticket);
  if (valid.length > 0) desk.placesFreed = true;
  if (booking.ticketCount > 0) stillLive(desk, booking);
  else {
    booking.status = 'cancelled';
    booking.cancelledAt = desk.now;
    freed(desk, booking);
  }
  desk.changes.touched.add(booking.id);
  const { userId } = command;
  const reason = command.reason ?? 'tickets_cancelled';
  const { owed } = command;
  const wish = { amountMinor: backMinor, reason, userId, actor: 'staff', owed, isToldAlready: true };
  const back = payBackUpTo(desk, booking, wish, mint);
  if (valid.length > 0) tell(desk, booking, command, { valid, back }, mint);
  return { ok: true, status: booking.status, releasing: false, refundedMinor: back.amount };
}

function voidTicket(desk: Desk, booking: BookingAtDesk, ticket: TicketAtDesk): void {
  const line = lineOf(booking, ticket);
  unsell(desk.stock, [{ quotaIds: typeOf(desk, ticket.ticketTypeId).quotaIds, places: 1 }]);
  line.cancelledPlaces += 1;
  booking.ticketCount -= 1;
  ticket.status = 'cancelled';
  ticket.cancelledAt = desk.now;
  touchTicket(desk, ticket);
}

function tell(
  desk: Desk,
  booking: BookingAtDesk,
  { userId, reason }: CancelTickets,
  { valid, back }: { valid: TicketAtDesk[]; back: Back },
  mint: Mint,
): void {
  const numbers = valid.map(({ number }) => formatNumber(number));
  const { id: bookingId, currency } = booking;
  mail(desk, booking, 'tickets_cancelled', { numbers, ...back, currency }, mint);
  const after = { numbers, refundedMinor: back.amount, reason };
  desk.changes.audit.push({ userId, actor: 'staff', action: 'ticket.cancel', bookingId, before: {}, after });
}

export const shareOf = ({ lines, currency }: BookingAtDesk, { position }: TicketAtDesk) =>
  shareAt(lines, position, currency);

function lineOf(booking: BookingAtDesk, ticket: TicketAtDesk): LineAtDesk {
  const line = booking.lines.find(({ id }) => id === ticket.lineId);
  if (!line) throw new Error(`No line ${ticket.lineId}`);
  return line;
}

/** Id and number stay; the revision rises, so that the old code is dead at every door. */
export function transfer(desk: Desk, command: TransferTicket, mint: Mint): Answers['transfer'] {
  const found = usable(desk, command);
  if ('code' in found) return found;
  const { booking, ticket } = found;
  if (ticket.isIn) return refusal('ticket_checked_in');
  const before = ticket.holderEmail ?? booking.buyerEmail;
  // Whoever holds it passes it on; the buyer's ticket may carry a guest's name.
  const fromName = ticket.holderEmail === null ? booking.buyerName : ticket.attendeeName;
  ticket.revision += 1;
  ticket.linkVersion += 1;
  ticket.holderEmail = command.to.email;
  ticket.attendeeName = command.to.name;
  touchTicket(desk, ticket);
  const about = { ticketId: ticket.id, number: formatNumber(ticket.number) };
  const to = { recipient: command.to.email, locale: booking.locale };
  mailTo(desk, booking, { kind: 'ticket_received', payload: { ...about, from: fromName }, ...to }, mint);
  const away = { kind: 'ticket_passed_on', payload: { ...about, to: command.to }, recipient: before };
  mailTo(desk, booking, { ...away, locale: booking.locale }, mint);
  noteTicket(desk, command, 'ticket.transfer', { before: { email: before }, after: { email: command.to.email } });
  return { ok: true, ticketId: ticket.id, revision: ticket.revision };
}

/** Until somebody has come in with it. */
export function rename(desk: Desk, command: RenameAttendee): Answers['rename'] {
  const found = usable(desk, command);
  if ('code' in found) return found;
  const { ticket } = found;
  if (ticket.wasIn) return refusal('ticket_checked_in');
  const before = ticket.attendeeName;
  if (before !== command.name) {
    ticket.attendeeName = command.name;
    touchTicket(desk, ticket);
    noteTicket(desk, command, 'ticket.rename', { before: { name: before }, after: { name: command.name } });
  }
  return { ok: true, ticketId: ticket.id, revision: ticket.revision };
}

type Named = { bookingId: string; ticketId: string };
type Seen = Named & { seenRevision: number };

function usable(
  desk: Desk,
  { bookingId, ticketId, seenRevision }: Seen,
): { booking: BookingAtDesk; ticket: TicketAtDesk } | Refusal {
  const booking = desk.bookings.get(bookingId);
  const ticket = booking?.tickets.find(({ id }) => id === ticketId);
  if (!booking || !ticket) return refusal('not_found');
  if (ticket.revision !== seenRevision) return refusal('version_conflict', { revision: ticket.revision });
  return ticket.status === 'valid' ? { booking, ticket } : refusal('ticket_not_valid', { status: ticket.status });
}

/** The doors ask for what is newer than they have. */
function touchTicket(desk: Desk, ticket: TicketAtDesk): void {
  ticket.seq = ++desk.event.ticketSeq;
  desk.changes.touchedTickets.set(ticket.id, ticket);
}

function noteTicket(
  desk: Desk,
  { bookingId, ticketId, userId }: Named & { userId: string | null },
  action: string,
  { before, after }: { before: object; after: object },
): void {
  const actor = userId ? 'staff' : 'holder';
  desk.changes.audit.push({ userId, actor, action, bookingId, before: { ...before, ticketId }, after: { ...after } });
}

export function bill(desk: Desk, { bookingId, billing }: SetBilling): Answers['bill'] {
  const booking = desk.bookings.get(bookingId);
  if (!booking) return refusal('not_found');
  booking.billing = billing;
  desk.changes.touched.add(bookingId);
  return { ok: true };
}
