import type { BookingDeps, Core } from '../../deps.ts';
import type { Answers } from '#domain/box-office/command.ts';
import type { Caller } from '#domain/account/caller.ts';
import { findBooking } from './find-booking.ts';

type CompleteDeps = Pick<Core, 'seals' | 'rooms'> & Pick<BookingDeps, 'bookings'>;
interface Details {
  attendees?: { name: string }[];
  answers?: { questionId: string; place?: number | null; value: string }[];
  method?: 'stripe' | 'at_door';
}

/** Whoever was offered places says who comes, and how they pay. */
export async function completeBooking(
  deps: CompleteDeps,
  caller: Caller,
  bookingId: string,
  details: Details,
): Promise<Answers['complete']> {
  const seen = await findBooking(deps, caller, bookingId, 'EDIT_BOOKING');
  if (!seen.ok) return seen;
  return deps.rooms.boxOffice(seen.found.booking.eventId).submit({
    kind: 'complete',
    bookingId,
    attendees: details.attendees?.map(({ name }) => name) ?? null,
    answers: details.answers?.map((answer) => ({ ...answer, place: answer.place ?? null })) ?? [],
    method: details.method ?? 'stripe',
  });
}
