import type { Core } from '../../deps.ts';
import type { Replies } from '#domain/box-office/command.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Answer } from '#domain/event/question.ts';
import { askAttendance } from '../ask-attendance.ts';
import { findBooking, type FindDeps } from './find-booking.ts';

/** For the booking's owner, and for staff who can edit bookings. */
export async function changeAnswers(
  deps: FindDeps & Pick<Core, 'rooms' | 'log'>,
  caller: Caller,
  { bookingId, answers }: { bookingId: string; answers: Answer[] },
): Promise<Replies['change_answers']> {
  const seen = await findBooking(deps, caller, { bookingId, permission: 'EDIT_BOOKING' });
  if (!seen.ok) return seen;
  const by = seen.access === 'staff' ? 'staff' : 'public';
  const userId = caller.kind === 'user' ? caller.user.id : null;
  const { eventId, tickets } = seen.found.booking;
  const asked = await askAttendance(
    deps,
    eventId,
    tickets.map(({ id }) => id),
  );
  if (!asked.ok) return asked;
  const { attendance } = asked;
  const room = deps.rooms.boxOffice(eventId);
  return room.submit({ kind: 'change_answers', bookingId, answers, by, userId, attendance });
}
