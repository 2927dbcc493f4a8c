import type { Core } from '../../deps.ts';
import type { Changed, ChangeStatus } from '#domain/box-office/command.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { askAttendance } from '../ask-attendance.ts';
import { findBooking, type FindDeps } from './find-booking.ts';

type EndDeps = FindDeps & Pick<Core, 'rooms' | 'log'>;
const userOf = (caller: Caller) => (caller.kind === 'user' ? caller.user.id : null);

/** Cancels by the event's policy for the booking's owner, and without it for staff. */
export async function cancelBooking(deps: EndDeps, caller: Caller, bookingId: string): Promise<Outcome<Changed>> {
  const seen = await findBooking(deps, caller, { bookingId });
  if (!seen.ok) return seen;
  const { eventId, tickets } = seen.found.booking;
  const isStaff = may(caller, 'DELETE_BOOKING', eventId);
  if (seen.access === 'staff' && !isStaff) return notAllowed(caller);
  const about = { bookingId, userId: userOf(caller), reason: null, refund: false };
  const room = deps.rooms.boxOffice(eventId);
  if (isStaff) return room.submit({ kind: 'cancel', by: 'staff', ...about });
  const asked = await askAttendance(
    deps,
    eventId,
    tickets.map(({ id }) => id),
  );
  if (!asked.ok) return asked;
  return room.submit({ kind: 'cancel', by: 'buyer', ...about, attendance: asked.attendance });
}

/** Moves a booking along its transitions; for staff. */
export async function changeBookingStatus(
  deps: EndDeps,
  caller: Caller,
  change: Omit<ChangeStatus, 'userId'>,
): Promise<Outcome<Changed>> {
  const seen = await findBooking(deps, caller, change);
  if (!seen.ok) return seen;
  const { eventId } = seen.found.booking;
  if (!may(caller, 'EDIT_BOOKING', eventId)) return notAllowed(caller);
  return deps.rooms.boxOffice(eventId).submit({ kind: 'change_status', ...change, userId: userOf(caller) });
}
