import type { EventForMail, TicketOnPage } from '../../deps.ts';
import type { MailOf } from '#domain/mail/message.ts';
import { eventCalendar } from './event-calendar.ts';
import { describeEvent, describeTicket, type LoadDeps } from './load-booking-mail.ts';
import { overtaken, toRecipient, unsendable, type Gathered, type MailRow } from './outbox-row.ts';
import { signTickets } from '../ticket/sign-tickets.ts';

type TicketMail = MailOf<'ticket_received' | 'ticket_transferred' | 'ticket_void'>;

/** Gathers the emails about one ticket; its holder may not be its buyer. */
export async function gatherAboutTicket(deps: LoadDeps, row: MailRow, message: TicketMail): Promise<Gathered> {
  const { kind, payload } = message;
  const found = await deps.mailSources.findTicket(payload.ticketId);
  if (!found) return unsendable('The ticket is gone.');
  const event = describeEvent(deps, found.booking.event);
  switch (kind) {
    case 'ticket_received':
      return gatherReceived(deps, row, { found, from: payload.from });
    case 'ticket_void': {
      const facts = { event, number: payload.number, eventCancelled: cancellationOf(found.booking.event) };
      return toRecipient(row, { kind, facts });
    }
    case 'ticket_transferred':
      return toRecipient(row, { kind, facts: { event, number: payload.number, to: payload.to } });
  }
}

/** The organizer's message on a cancelled event; null for any other. */
export const cancellationOf = ({ status, cancelMessage }: EventForMail) =>
  status === 'cancelled' ? { message: cancelMessage } : null;

/** The code is for the present holder alone: after another transfer the email isn't sent. */
async function gatherReceived(
  deps: LoadDeps,
  row: MailRow,
  { found, from }: { found: TicketOnPage; from: string },
): Promise<Gathered> {
  const { ticket, booking, key } = found;
  if (ticket.status !== 'valid') return overtaken('The ticket is no longer valid.');
  if (ticket.holderEmail?.toLowerCase() !== row.recipient?.toLowerCase())
    return overtaken('The ticket has been transferred to someone else since.');
  const codes = await signTickets(deps, [key], [ticket]);
  const facts = {
    event: describeEvent(deps, booking.event),
    ticket: describeTicket(deps, ticket, codes.get(ticket.id) ?? ''),
    from,
    calendar: eventCalendar(deps, booking.event, [ticket]),
  };
  return toRecipient(row, { kind: 'ticket_received', facts });
}
