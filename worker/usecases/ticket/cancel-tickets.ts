import type { Core } from '../../deps.ts';
import type { Replies, CancelTickets } from '#domain/box-office/command.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { findBooking, type FindDeps } from '../booking/find-booking.ts';

/** Cancels single tickets of a booking; for staff. */
export async function cancelTickets(
  deps: FindDeps & Pick<Core, 'rooms'>,
  caller: Caller,
  request: Omit<CancelTickets, 'userId'>,
): Promise<Replies['cancel_tickets']> {
  const seen = await findBooking(deps, caller, { bookingId: request.bookingId });
  if (!seen.ok) return seen;
  const { eventId } = seen.found.booking;
  if (!may(caller, 'DELETE_BOOKING', eventId)) return notAllowed(caller);
  const userId = caller.kind === 'user' ? caller.user.id : null;
  return deps.rooms.boxOffice(eventId).submit({ kind: 'cancel_tickets', ...request, userId });
}
