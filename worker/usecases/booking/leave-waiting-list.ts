import type { Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { findWaiting } from './find-waiting.ts';

type LeaveDeps = Pick<Deps, 'seals' | 'rooms' | 'waiting'>;

/** Leaving while an offer is open declines it: its tickets are offered to the next entry. */
export async function leaveWaitingList(deps: LeaveDeps, caller: Caller, entryId: string): Promise<Outcome<object>> {
  const seen = await findWaiting(deps, caller, { entryId, permission: 'EDIT_BOOKING' });
  if (!seen.ok) return seen;
  const { eventId, offer } = seen.found;
  const room = deps.rooms.boxOffice(eventId);
  if (!offer) return room.submit({ kind: 'leave_waiting', entryId });
  const userId = caller.kind === 'user' ? caller.user.id : null;
  const { bookingId } = offer;
  return room.submit({ kind: 'cancel', bookingId, by: 'buyer', userId, reason: null, refund: false, onlyUnpaid: true });
}
