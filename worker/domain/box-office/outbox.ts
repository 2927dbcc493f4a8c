import { formatNumber } from '../ticket/number.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import type { MailMessage, StripeTask } from '../mail/message.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk, TicketAtDesk } from './at-desk.ts';

/* Outbox messages, written in the same transaction as the change. */

type Addressed = MailMessage & { recipient: string; locale: string };

/** Queues a mail about a booking, or about none where its id is null. */
export function mailTo(desk: Desk, booking: { id: string | null }, message: Addressed): void {
  // Bookings sold at the door and guests on the list may have no address.
  if (message.recipient === '') return;
  desk.changes.outbox.push({ ...message, lane: 'mail', id: desk.ids.uuid(), bookingId: booking.id });
}

export function mailBuyer(desk: Desk, booking: BookingAtDesk, message: MailMessage): void {
  mailTo(desk, booking, { ...message, recipient: booking.buyerEmail, locale: booking.locale });
}

/** Tells the holders of transferred tickets that these are void; the rest of the booking is not theirs to see. */
export function mailHolders(desk: Desk, booking: BookingAtDesk, tickets: readonly TicketAtDesk[]): void {
  for (const { id: ticketId, status, holderEmail, number } of tickets) {
    if (status !== 'valid' || holderEmail === null) continue;
    const payload = { ticketId, number: formatNumber(number) };
    mailTo(desk, booking, { kind: 'ticket_void', payload, recipient: holderEmail, locale: booking.locale });
  }
}

export function mailWaiting(desk: Desk, entry: WaitingEntry, kind: 'waiting_joined' | 'event_cancelled'): void {
  const payload = { waitingEntryId: entry.id };
  mailTo(desk, { id: null }, { kind, payload, recipient: entry.email, locale: entry.locale });
}

/** Does nothing where the event has no address for its organizer. */
export function mailOrganizer(desk: Desk, booking: BookingAtDesk, message: MailMessage): void {
  const { organizerEmail: recipient, locale } = desk.event;
  if (recipient) mailTo(desk, booking, { ...message, recipient, locale });
}

export function queueForStripe(desk: Desk, booking: BookingAtDesk, task: StripeTask): void {
  desk.changes.outbox.push({
    ...task,
    lane: 'stripe',
    id: desk.ids.uuid(),
    recipient: null,
    locale: booking.locale,
    bookingId: booking.id,
  });
}
