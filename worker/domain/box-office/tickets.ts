import { formatNumber } from '../ticket/number.ts';
import { unsell } from '../event/inventory.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { hasComeIn, isInside } from '../ticket/attendance.ts';
import { shareAt } from '../ticket/share.ts';
import { countFreed, countStillLive, typeOf } from './booking-steps.ts';
import type { CancelTickets, RenameAttendee, Replies, SetBilling, TransferTicket } from './command.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk, TicketAtDesk } from './at-desk.ts';
import { mailBuyer, mailHolders, mailTo } from './outbox.ts';
import { refundUpTo } from './refund.ts';

/* Changes to single tickets of a booking. */

/** Cancels tickets, releases their places and refunds their share of the price on request. The last one ends the booking. */
export function cancelTickets(desk: Desk, command: CancelTickets): Replies['cancel_tickets'] {
  const { userId, reason, owed } = command;
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  if (booking.status === 'pending_payment') return refusal('not_paid_yet');
  if (booking.status !== 'confirmed') return refusal('invalid_transition', { status: booking.status });
  const chosen = booking.tickets.filter(({ id }) => command.ticketIds.includes(id));
  if (chosen.length < new Set(command.ticketIds).size) return refusal('not_found');
  const valid = chosen.filter(({ status }) => status === 'valid');
  const amountMinor = command.refund ? valid.reduce((sum, ticket) => sum + shareOf(booking, ticket), 0) : 0;
  mailHolders(desk, booking, valid);
  for (const ticket of valid) voidTicket(desk, booking, ticket);
  if (valid.length > 0) desk.placesFreed = true;
  if (booking.ticketCount > 0) countStillLive(desk, booking);
  else {
    booking.status = 'cancelled';
    booking.cancelledAt = desk.now;
    countFreed(desk, booking);
  }
  desk.changes.touched.add(booking.id);
  const refunded = refundUpTo(desk, booking, {
    amountMinor,
    reason: reason ?? 'tickets_cancelled',
    userId,
    actor: 'staff',
    owed,
    isBuyerNotified: true,
  });
  if (valid.length > 0) {
    const numbers = valid.map(({ number }) => formatNumber(number));
    mailBuyer(desk, booking, {
      kind: 'tickets_cancelled',
      payload: { numbers, ...refunded, currency: booking.currency },
    });
    desk.changes.audit.push({
      userId,
      actor: 'staff',
      action: 'ticket.cancel',
      bookingId: booking.id,
      before: {},
      after: { numbers, refundedMinor: refunded.amount, reason },
    });
  }
  return { ok: true, status: booking.status, releasing: false, refundedMinor: refunded.amount };
}

function voidTicket(desk: Desk, booking: BookingAtDesk, ticket: TicketAtDesk): void {
  const line = booking.lines.find(({ id }) => id === ticket.lineId);
  if (!line) throw new Error(`No line ${ticket.lineId}`);
  unsell(desk.stock, [{ quotaIds: typeOf(desk, ticket.ticketTypeId).quotaIds, places: 1 }]);
  line.cancelledPlaces += 1;
  booking.ticketCount -= 1;
  ticket.status = 'cancelled';
  ticket.cancelledAt = desk.now;
  touchTicket(desk, ticket);
}

export const shareOf = ({ lines, currency }: BookingAtDesk, { position }: TicketAtDesk) =>
  shareAt(lines, position, currency);

/** Transfers a ticket. Id and number stay; the revision rises, so that the old code fails at every door. */
export function transfer(desk: Desk, command: TransferTicket): Replies['transfer'] {
  const found = findUsable(desk, command);
  if ('code' in found) return found;
  const { booking, ticket } = found;
  if (isInside(ticket, command.attendance)) return refusal('ticket_checked_in');
  const before = ticket.holderEmail ?? booking.buyerEmail;
  // The buyer's own ticket may carry a guest's name.
  const fromName = ticket.holderEmail === null ? booking.buyerName : ticket.attendeeName;
  ticket.revision += 1;
  ticket.linkVersion += 1;
  ticket.holderEmail = command.to.email;
  ticket.attendeeName = command.to.name;
  touchTicket(desk, ticket);
  const number = formatNumber(ticket.number);
  mailTo(desk, booking, {
    kind: 'ticket_received',
    payload: { ticketId: ticket.id, number, from: fromName },
    recipient: command.to.email,
    locale: booking.locale,
  });
  mailTo(desk, booking, {
    kind: 'ticket_transferred',
    payload: { ticketId: ticket.id, number, to: command.to },
    recipient: before,
    locale: booking.locale,
  });
  auditTicket(desk, command, {
    action: 'ticket.transfer',
    before: { email: before },
    after: { email: command.to.email },
  });
  return { ok: true, ticketId: ticket.id, revision: ticket.revision };
}

/** Changes the attendee's name until the ticket has been checked in. */
export function rename(desk: Desk, command: RenameAttendee): Replies['rename'] {
  const found = findUsable(desk, command);
  if ('code' in found) return found;
  const { ticket } = found;
  if (hasComeIn(ticket, command.attendance)) return refusal('ticket_checked_in');
  const before = ticket.attendeeName;
  if (before !== command.name) {
    ticket.attendeeName = command.name;
    touchTicket(desk, ticket);
    auditTicket(desk, command, { action: 'ticket.rename', before: { name: before }, after: { name: command.name } });
  }
  return { ok: true, ticketId: ticket.id, revision: ticket.revision };
}

function findUsable(
  desk: Desk,
  { bookingId, ticketId, seenRevision }: Pick<RenameAttendee, 'bookingId' | 'ticketId' | 'seenRevision'>,
): { booking: BookingAtDesk; ticket: TicketAtDesk } | Refusal {
  const booking = desk.bookings.get(bookingId);
  const ticket = booking?.tickets.find(({ id }) => id === ticketId);
  if (!booking || !ticket) return refusal('not_found');
  if (ticket.revision !== seenRevision) return refusal('version_conflict', { revision: ticket.revision });
  return ticket.status === 'valid' ? { booking, ticket } : refusal('ticket_not_valid', { status: ticket.status });
}

/** Gives the ticket the next number of changes: the doors ask for what is newer than they have. */
function touchTicket(desk: Desk, ticket: TicketAtDesk): void {
  ticket.seq = ++desk.event.ticketSeq;
  desk.changes.touchedTickets.set(ticket.id, ticket);
}

function auditTicket(
  desk: Desk,
  { bookingId, ticketId, userId }: Pick<RenameAttendee, 'bookingId' | 'ticketId' | 'userId'>,
  { action, before, after }: { action: string; before: object; after: Record<string, unknown> },
): void {
  const actor = userId ? 'staff' : 'holder';
  desk.changes.audit.push({ userId, actor, action, bookingId, before: { ...before, ticketId }, after });
}

export function bill(desk: Desk, { bookingId, billing }: SetBilling): Replies['bill'] {
  const booking = desk.bookings.get(bookingId);
  if (!booking) return refusal('not_found');
  booking.billing = billing;
  desk.changes.touched.add(bookingId);
  return { ok: true };
}
