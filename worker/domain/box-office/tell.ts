import { formatNumber } from '../ticket/number.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import type { Desk, Mint } from './desk.ts';
import type { BookingAtDesk, TicketAtDesk } from './at-desk.ts';

/* Word to others, written with the change that it tells of. */

type Payload = Record<string, unknown>;

export function mail(desk: Desk, booking: BookingAtDesk, kind: string, payload: Payload, mint: Mint): void {
  mailTo(desk, booking, { kind, payload, recipient: booking.buyerEmail, locale: booking.locale }, mint);
}

/** Whoever got a ticket from its buyer hears that it is void; the rest of the booking is not theirs to see. */
export function tellHolders(desk: Desk, booking: BookingAtDesk, tickets: readonly TicketAtDesk[], mint: Mint): void {
  for (const { id: ticketId, status, holderEmail, number } of tickets) {
    if (status !== 'valid' || holderEmail === null) continue;
    const payload = { ticketId, number: formatNumber(number) };
    mailTo(desk, booking, { kind: 'ticket_void', payload, recipient: holderEmail, locale: booking.locale }, mint);
  }
}

export interface Letter {
  kind: string;
  payload: Payload;
  recipient: string;
  locale: string;
}

/** To somebody else about a booking: whoever got a ticket from its buyer, or the organizer. */
export function mailTo(desk: Desk, booking: { id: string | null }, letter: Letter, mint: Mint): void {
  // Whoever bought at the door, or stands on the guest list, may have given no address.
  if (letter.recipient === '') return;
  desk.changes.outbox.push({
    id: mint.uuid(),
    lane: 'mail',
    ...letter,
    payload: { bookingId: booking.id, ...letter.payload },
    bookingId: booking.id,
  });
}

/** To somebody who waits for places. */
export function mailWaiting(desk: Desk, entry: WaitingEntry, kind: string, mint: Mint): void {
  const { id: waitingEntryId, email: recipient, locale } = entry;
  const payload = { waitingEntryId, eventId: desk.event.facts.id };
  mailTo(desk, { id: null }, { kind, payload, recipient, locale }, mint);
}

/** To whoever runs the event; nobody hears where it has no address. */
export function mailOrganizer(desk: Desk, booking: BookingAtDesk, kind: string, payload: Payload, mint: Mint): void {
  const { organizerEmail: recipient, locale } = desk.event;
  if (recipient) mailTo(desk, booking, { kind, payload, recipient, locale }, mint);
}

export function tellStripe(desk: Desk, booking: BookingAtDesk, kind: string, payload: Payload, mint: Mint): void {
  const { id: bookingId, locale } = booking;
  desk.changes.outbox.push({ id: mint.uuid(), lane: 'stripe', kind, payload, recipient: null, locale, bookingId });
}
