import { hash } from 'node:crypto';
import type { GuestTotals, ListedGuest, Deps, PartOfList } from '../../deps.ts';
import type { Replies, PlaceGuests } from '#domain/box-office/command.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { isKnownEvent } from '../event/known-event.ts';

interface Command {
  eventId: string;
  request: Pick<PlaceGuests, 'ticketTypeId' | 'guests'>;
  key: string | null;
}

/** Puts names on the guest list, each as a booking that costs nothing. */
export async function addGuests(
  deps: Pick<Deps, 'rooms' | 'doors'>,
  caller: Caller,
  { eventId, request, key }: Command,
): Promise<Replies['place_guests']> {
  if (caller.kind !== 'user' || !may(caller, 'CREATE_BOOKING', eventId)) return notAllowed(caller);
  if (!(await isKnownEvent(deps, eventId))) return refusal('not_found');
  const { id: actorId } = caller.user;
  const requestHash = key === null ? '' : hash('sha256', JSON.stringify(request), 'base64url');
  const idempotency = key === null ? null : { caller: actorId, key, requestHash };
  return deps.rooms.boxOffice(eventId).submit({ kind: 'place_guests', ...request, actorId, idempotency });
}

/** The guest list, with how many of each name have checked in. */
export async function listGuests(
  deps: Pick<Deps, 'doors' | 'guests'>,
  caller: Caller,
  { eventId, part }: { eventId: string; part: PartOfList },
): Promise<Outcome<{ guests: ListedGuest[]; totals: GuestTotals }>> {
  if (!may(caller, 'VIEW_BOOKING', eventId)) return notAllowed(caller);
  if (!(await isKnownEvent(deps, eventId))) return refusal('not_found');
  return { ok: true, guests: await deps.guests.list(eventId, part), totals: await deps.guests.totals(eventId) };
}
