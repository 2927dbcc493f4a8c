import type { Core } from '../../deps.ts';
import type { Replies } from '#domain/box-office/command.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { SentAnswer } from '#domain/event/question.ts';
import { findBooking, type FindDeps } from './find-booking.ts';

interface Command {
  bookingId: string;
  attendees?: { name: string }[];
  answers?: SentAnswer[];
  method?: 'stripe' | 'at_door';
}

/** Accepts an offer from the waiting list, with the names of who comes and how it is paid. */
export async function completeBooking(
  deps: FindDeps & Pick<Core, 'rooms'>,
  caller: Caller,
  { bookingId, attendees, answers, method }: Command,
): Promise<Replies['complete']> {
  const seen = await findBooking(deps, caller, { bookingId, permission: 'EDIT_BOOKING' });
  if (!seen.ok) return seen;
  return deps.rooms.boxOffice(seen.found.booking.eventId).submit({
    kind: 'complete',
    bookingId,
    attendees: attendees?.map(({ name }) => name) ?? null,
    answers: answers?.map((answer) => ({ ...answer, place: answer.place ?? null })) ?? [],
    method: method ?? 'stripe',
  });
}
