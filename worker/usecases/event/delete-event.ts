import type { Deps } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { deleteEvent as decide } from '#domain/event/edit.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';

/** Deletes a draft that has no bookings. */
export async function deleteEvent(
  { events }: Pick<Deps, 'events'>,
  caller: Caller,
  eventId: string,
): Promise<Outcome<object>> {
  if (!may(caller, 'DELETE_EVENT', eventId)) return notAllowed(caller);
  return events.remove(eventId, decide, actorOf(caller));
}
