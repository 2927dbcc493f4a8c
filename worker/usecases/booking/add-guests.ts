import { hash } from 'node:crypto';
import type { Core } from '../../deps.ts';
import type { Answers, PlaceGuests } from '#domain/box-office/command.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';

type Wish = Pick<PlaceGuests, 'ticketTypeId' | 'guests'>;

/** Names on the guest list, each a booking that costs nothing. */
export async function addGuests(
  deps: Pick<Core, 'rooms'>,
  caller: Caller,
  eventId: string,
  wish: Wish,
  key: string | null,
): Promise<Answers['place_guests']> {
  if (caller.kind !== 'user' || !may(caller, 'CREATE_BOOKING', eventId)) return notAllowed(caller);
  const { id: actorId } = caller.user;
  const requestHash = key === null ? '' : hash('sha256', JSON.stringify(wish), 'base64url');
  const idempotency = key === null ? null : { caller: actorId, key, requestHash };
  return deps.rooms.boxOffice(eventId).submit({ kind: 'place_guests', ...wish, actorId, idempotency });
}
