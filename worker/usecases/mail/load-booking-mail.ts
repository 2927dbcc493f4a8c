import type { BookingForMail, EventForMail, TicketForMail, Deps } from '../../deps.ts';
import { mailMoney, type MailBooking, type MailEvent, type MailFacts, type MailTicket } from '#domain/mail/mail.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import { eventCalendar } from './event-calendar.ts';
import { bannerLink, bookingLink, eventLink } from './links.ts';
import { ticketLink } from '../ticket/link.ts';
import { signTickets } from '../ticket/sign-tickets.ts';

export type LoadDeps = Pick<Deps, 'seals' | 'signer' | 'baseUrl' | 'clock' | 'mailSources' | 'drawQr'>;

/** Mailboxes cut off long emails; further tickets are on the booking's page. */
const TICKETS_IN_MAIL = 25;

/** Null where none of its tickets is valid. */
export async function loadConfirmedMail(
  deps: LoadDeps,
  booking: BookingForMail,
): Promise<MailFacts['booking_confirmed'] | null> {
  const { tickets, keys } = await deps.mailSources.findTicketsOf(booking.id);
  const valid = tickets.filter((ticket) => ticket.status === 'valid' && ticket.holderEmail === null);
  if (valid.length === 0) return null;
  const shown = valid.slice(0, TICKETS_IN_MAIL);
  const codes = await signTickets(deps, keys, shown);
  return {
    ...describeBooking(deps, booking),
    ticketCount: valid.length,
    tickets: shown.map((ticket) => describeTicket(deps, ticket, codes.get(ticket.id) ?? '')),
    calendar: eventCalendar(deps, booking.event, valid),
    due: dueOf(booking),
  };
}

function dueOf({ method, status, holdExpiresAt, totalMinor: amount, currency }: BookingForMail) {
  const isDue = method === 'at_door' && status === 'pending_payment' && holdExpiresAt !== null;
  return isDue ? { amount: mailMoney({ amount, currency }), until: holdExpiresAt } : null;
}

export function describeBooking(deps: LoadDeps, booking: BookingForMail): MailBooking {
  return {
    reference: formatNumber(booking.reference),
    buyerName: booking.buyerName,
    url: bookingLink(deps, booking),
    total: mailMoney({ amount: booking.totalMinor, currency: booking.currency }),
    ticketCount: booking.ticketCount,
    isPaidOutsideStripe: booking.method === 'cash' || booking.method === 'card_terminal',
    event: describeEvent(deps, booking.event),
  };
}

export function describeEvent(deps: LoadDeps, event: EventForMail): MailEvent {
  const { title, startsAt, endsAt, timeZone, venueName, venueAddress, organizerName, contactEmail, accent } = event;
  const links = { url: eventLink(deps, event), bannerUrl: bannerLink(deps, event) };
  return { title, startsAt, endsAt, timeZone, venueName, venueAddress, organizerName, contactEmail, accent, ...links };
}

export const describeTicket = (deps: LoadDeps, ticket: TicketForMail, code: string): MailTicket => ({
  id: ticket.id,
  number: formatNumber(ticket.number),
  typeName: ticket.typeName,
  attendeeName: ticket.attendeeName,
  days: ticket.days,
  url: ticketLink(deps, ticket),
  qrPng: deps.drawQr(code),
});
