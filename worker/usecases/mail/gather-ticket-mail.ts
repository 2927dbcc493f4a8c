import type { LeasedRow, PostEvent, TicketOnPage } from '../../deps.ts';
import { eventCalendar } from './event-calendar.ts';
import { describeEvent, describeTicket, type LoadDeps } from './load-booking-mail.ts';
import { overtaken, text, toRecipient, unsendable, type Gathered } from './outbox-row.ts';
import { signTickets } from '../ticket/sign-tickets.ts';

/** Gathers the emails about one ticket; its holder may not be its buyer. */
export async function gatherAboutTicket(deps: LoadDeps, row: LeasedRow): Promise<Gathered> {
  const found = await deps.post.findTicket(text(row, 'ticketId'));
  if (!found) return unsendable('The ticket is gone.');
  if (row.kind === 'ticket_received') return gatherReceived(deps, row, found);
  const event = describeEvent(deps, found.booking.event);
  const number = text(row, 'number');
  if (row.kind === 'ticket_void') {
    const facts = { event, number, calledOff: cancellationOf(found.booking.event) };
    return toRecipient(row, { kind: 'ticket_void', facts });
  }
  const to = row.payload.to as { name: string; email: string };
  return toRecipient(row, { kind: 'ticket_passed_on', facts: { event, number, to } });
}

/** The organizer's message on a cancelled event; null for any other. */
export const cancellationOf = ({ status, cancelMessage }: PostEvent) =>
  status === 'cancelled' ? { message: cancelMessage } : null;

/** The code is for the present holder alone: after another transfer the email isn't sent. */
async function gatherReceived(deps: LoadDeps, row: LeasedRow, found: TicketOnPage): Promise<Gathered> {
  const { ticket, booking, key } = found;
  if (ticket.status !== 'valid') return overtaken('The ticket is no longer valid.');
  if (ticket.holderEmail?.toLowerCase() !== row.recipient?.toLowerCase())
    return overtaken('The ticket has been transferred to someone else since.');
  const codes = await signTickets(deps, [key], [ticket]);
  const facts = {
    event: describeEvent(deps, booking.event),
    ticket: describeTicket(deps, ticket, codes.get(ticket.id) ?? ''),
    from: text(row, 'from'),
    calendar: eventCalendar(deps, booking.event),
  };
  return toRecipient(row, { kind: 'ticket_received', facts });
}
