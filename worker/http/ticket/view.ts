import type { TicketPage } from '#contract/ticket/ticket.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import type { ViewedTicket } from '../../usecases/ticket/view-ticket.ts';

type Booking = ViewedTicket['booking'];

/** Tickets that are paid at the door are issued before they are paid. */
function dueOf({ status, method, totalMinor: amount, currency, holdExpiresAt, ticketCount }: Booking) {
  if (method !== 'at_door' || status !== 'pending_payment' || holdExpiresAt === null) return null;
  return { amount: { amount, currency }, until: holdExpiresAt.toISOString(), ticketCount };
}

export function viewTicketPage(viewed: ViewedTicket, now: Date): TicketPage {
  const { ticket, booking, entry, code, accessToken } = viewed;
  const { event } = booking;
  return {
    id: ticket.id,
    number: formatNumber(ticket.number),
    typeName: ticket.typeName,
    attendeeName: ticket.attendeeName,
    days: ticket.days,
    position: ticket.position,
    isTransferred: ticket.holderEmail !== null,
    status: ticket.status,
    code,
    accessToken,
    bookingReference: formatNumber(booking.reference),
    doorNote: ticket.doorNote,
    due: dueOf(booking),
    checkedInAt: entry?.enteredAt.toISOString() ?? null,
    checkedInGate: entry?.gateName || null,
    event: {
      id: event.id,
      slug: event.slug,
      title: event.title,
      status: event.status,
      startsAt: event.startsAt.toISOString(),
      endsAt: event.endsAt.toISOString(),
      timeZone: event.timeZone,
      venueName: event.venueName,
      venueAddress: event.venueAddress,
      organizerName: event.organizerName,
      accent: event.accent,
    },
    serverTime: now.toISOString(),
  };
}
