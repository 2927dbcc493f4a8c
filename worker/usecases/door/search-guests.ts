import type { Core, Deps, DoorDeps, GuestRow } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { eventOfDoor, isRehearsal } from '#domain/door/rehearsal.ts';
import { isKnownDoor } from '../event/known-event.ts';
import { findPracticeTickets } from './find-practice-tickets.ts';

const NEITHER_LETTER_NOR_DIGIT = /[^\p{L}\p{N}]/gu;
const CJK = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

/** Finds guests by name, start of the address, or number. Door crew give three characters, so that they can't read off the list. */
export async function searchGuests(
  deps: DoorDeps & Pick<Deps, 'events'> & Pick<Core, 'rooms' | 'log'>,
  caller: Caller,
  { doorId, text }: { doorId: string; text: string },
): Promise<Outcome<{ guests: GuestRow[] }>> {
  if (!may(caller, 'CHECK_IN', eventOfDoor(doorId))) return notAllowed(caller);
  const isCrew = caller.kind === 'device' || (caller.kind === 'user' && caller.user.role === 'door_crew');
  const needed = isCrew && !CJK.test(text) ? 3 : 2;
  // A dash or an @ alone would match everyone.
  if (text.replace(NEITHER_LETTER_NOR_DIGIT, '').length < needed) {
    return refusal('invalid_request', { fields: [{ path: 'q', message: `At least ${needed} letters or digits` }] });
  }
  if (isRehearsal(doorId)) return findPracticeTickets(deps, doorId, text);
  const guests = await deps.doors.searchGuests(doorId, text);
  return (await isKnownDoor(deps, caller, doorId)) ? { ok: true, guests } : refusal('not_found');
}
