import type { BookingDeps, Core } from '../../deps.ts';
import type { Answers, CancelTickets } from '#domain/box-office/command.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { findBooking } from '../booking/find-booking.ts';

type CancelDeps = Pick<Core, 'seals' | 'rooms'> & Pick<BookingDeps, 'bookings'>;

/** Single tickets of a booking, by staff. */
export async function cancelTickets(
  deps: CancelDeps,
  caller: Caller,
  wish: Omit<CancelTickets, 'userId'>,
): Promise<Answers['cancel_tickets']> {
  const seen = await findBooking(deps, caller, wish.bookingId);
  if (!seen.ok) return seen;
  const { eventId } = seen.found.booking;
  if (!may(caller, 'DELETE_BOOKING', eventId)) return notAllowed(caller);
  const userId = caller.kind === 'user' ? caller.user.id : null;
  return deps.rooms.boxOffice(eventId).submit({ kind: 'cancel_tickets', ...wish, userId });
}
