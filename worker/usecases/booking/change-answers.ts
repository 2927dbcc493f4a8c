import type { BookingDeps, Core } from '../../deps.ts';
import type { Answers } from '#domain/box-office/command.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Answer } from '#domain/event/question.ts';
import { findBooking } from './find-booking.ts';

type ChangeDeps = Pick<Core, 'seals' | 'rooms'> & Pick<BookingDeps, 'bookings'>;

/** By whoever booked, or by staff who may edit bookings. */
export async function changeAnswers(
  deps: ChangeDeps,
  caller: Caller,
  { bookingId, answers }: { bookingId: string; answers: Answer[] },
): Promise<Answers['change_answers']> {
  const seen = await findBooking(deps, caller, bookingId, 'EDIT_BOOKING');
  if (!seen.ok) return seen;
  const by = seen.access === 'staff' ? 'staff' : 'public';
  const userId = caller.kind === 'user' ? caller.user.id : null;
  return deps.rooms
    .boxOffice(seen.found.booking.eventId)
    .submit({ kind: 'change_answers', bookingId, answers, by, userId });
}
