import { formatNumber } from '../ticket/number.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk, TicketAtDesk } from './at-desk.ts';

/* Outbox messages, written in the same transaction as the change. */

export interface Message {
  kind: string;
  payload: Record<string, unknown>;
}

export interface MailMessage extends Message {
  recipient: string;
  locale: string;
}

/** Queues a mail about a booking, or about none where its id is null. */
export function mailTo(desk: Desk, booking: { id: string | null }, message: MailMessage): void {
  // Bookings sold at the door and guests on the list may have no address.
  if (message.recipient === '') return;
  desk.changes.outbox.push({
    id: desk.ids.uuid(),
    lane: 'mail',
    kind: message.kind,
    payload: { bookingId: booking.id, ...message.payload },
    recipient: message.recipient,
    locale: message.locale,
    bookingId: booking.id,
  });
}

export function mailBuyer(desk: Desk, booking: BookingAtDesk, { kind, payload }: Message): void {
  mailTo(desk, booking, { kind, payload, recipient: booking.buyerEmail, locale: booking.locale });
}

/** Tells the holders of transferred tickets that these are void; the rest of the booking is not theirs to see. */
export function mailHolders(desk: Desk, booking: BookingAtDesk, tickets: readonly TicketAtDesk[]): void {
  for (const { id: ticketId, status, holderEmail, number } of tickets) {
    if (status !== 'valid' || holderEmail === null) continue;
    const payload = { ticketId, number: formatNumber(number) };
    mailTo(desk, booking, { kind: 'ticket_void', payload, recipient: holderEmail, locale: booking.locale });
  }
}

export function mailWaiting(desk: Desk, entry: WaitingEntry, kind: string): void {
  const payload = { waitingEntryId: entry.id, eventId: desk.event.facts.id };
  mailTo(desk, { id: null }, { kind, payload, recipient: entry.email, locale: entry.locale });
}

/** Does nothing where the event has no address for its organizer. */
export function mailOrganizer(desk: Desk, booking: BookingAtDesk, { kind, payload }: Message): void {
  const { organizerEmail: recipient, locale } = desk.event;
  if (recipient) mailTo(desk, booking, { kind, payload, recipient, locale });
}

export function queueForStripe(desk: Desk, booking: BookingAtDesk, { kind, payload }: Message): void {
  desk.changes.outbox.push({
    id: desk.ids.uuid(),
    lane: 'stripe',
    kind,
    payload,
    recipient: null,
    locale: booking.locale,
    bookingId: booking.id,
  });
}
