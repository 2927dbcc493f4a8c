import type { Core } from '../../deps.ts';
import type { TicketChanged } from '#domain/box-office/command.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { viewTicket, type ViewDeps } from './view-ticket.ts';

type ChangeDeps = ViewDeps & Pick<Core, 'rooms'>;
type Change = { kind: 'rename'; name: string } | { kind: 'transfer'; to: { name: string; email: string } };

/** By whoever holds the ticket, or by staff who may edit bookings. */
export async function changeTicket(
  deps: ChangeDeps,
  caller: Caller,
  ticketId: string,
  change: Change,
): Promise<Outcome<TicketChanged>> {
  const seen = await viewTicket(deps, caller, ticketId);
  if (!seen.ok) return seen;
  const { ticket, booking, accessToken } = seen.viewed;
  const isHolder = accessToken !== '';
  if (!isHolder && !may(caller, 'EDIT_BOOKING', ticket.eventId)) return notAllowed(caller);
  const userId = !isHolder && caller.kind === 'user' ? caller.user.id : null;
  return deps.rooms
    .boxOffice(ticket.eventId)
    .submit({ bookingId: booking.id, ticketId, userId, seenRevision: ticket.revision, ...change });
}
