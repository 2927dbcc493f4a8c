import type { Core, Deps } from '../../deps.ts';
import type { TicketChanged } from '#domain/box-office/command.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { Attendance } from '#domain/ticket/attendance.ts';
import { askAttendance } from '../ask-attendance.ts';
import { mailTooOften } from '../rate-limit.ts';
import { viewTicket, type ViewDeps, type ViewedTicket } from './view-ticket.ts';

type ChangeDeps = ViewDeps & Pick<Core, 'rooms' | 'log'>;
type Changed = Outcome<TicketChanged>;

/** For the ticket's holder, and for staff who can edit bookings. */
export async function renameAttendee(
  deps: ChangeDeps,
  caller: Caller,
  { ticketId, name }: { ticketId: string; name: string },
): Promise<Changed> {
  const seen = await viewTicket(deps, caller, ticketId);
  if (!seen.ok) return seen;
  const opened = await aboutOf(deps, caller, seen.viewed);
  if (!opened.ok) return opened;
  const { eventId, ...about } = opened.about;
  return deps.rooms.boxOffice(eventId).submit({ kind: 'rename', ...about, name });
}

interface Transfer {
  ticketId: string;
  to: { name: string; email: string };
  client: string | null;
}

/** Gives the ticket a new holder. Only callers who can see it count against the limit of the new holder's address. */
export async function transferTicket(
  deps: ChangeDeps & Pick<Deps, 'rateLimits'>,
  caller: Caller,
  { ticketId, to, client }: Transfer,
): Promise<Changed> {
  const seen = await viewTicket(deps, caller, ticketId);
  if (!seen.ok) return seen;
  const limited = await mailTooOften(deps, 'transfer', { email: to.email, client });
  if (limited) return limited;
  const opened = await aboutOf(deps, caller, seen.viewed);
  if (!opened.ok) return opened;
  const { eventId, ...about } = opened.about;
  return deps.rooms.boxOffice(eventId).submit({ kind: 'transfer', ...about, to });
}

interface About {
  eventId: string;
  bookingId: string;
  ticketId: string;
  userId: string | null;
  seenRevision: number;
  attendance: Attendance;
}

async function aboutOf(
  deps: ChangeDeps,
  caller: Caller,
  { ticket, booking, accessToken }: ViewedTicket,
): Promise<Outcome<{ about: About }>> {
  const isHolder = accessToken !== '';
  const { id: ticketId, eventId, revision: seenRevision } = ticket;
  if (!isHolder && !may(caller, 'EDIT_BOOKING', eventId)) return notAllowed(caller);
  const userId = !isHolder && caller.kind === 'user' ? caller.user.id : null;
  const asked = await askAttendance(deps, eventId, [ticketId]);
  if (!asked.ok) return asked;
  const { attendance } = asked;
  return { ok: true, about: { eventId, bookingId: booking.id, ticketId, userId, seenRevision, attendance } };
}
