import type { Core, SaleDeps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { findWaiting } from './find-waiting.ts';

type LeaveDeps = Pick<Core, 'seals' | 'rooms'> & Pick<SaleDeps, 'waiting'>;

/** Whoever leaves while an offer is out declines it: its places go to the next. */
export async function leaveWaitingList(deps: LeaveDeps, caller: Caller, entryId: string): Promise<Outcome<object>> {
  const seen = await findWaiting(deps, caller, entryId, 'EDIT_BOOKING');
  if (!seen.ok) return seen;
  const { eventId, offer } = seen.found;
  const room = deps.rooms.boxOffice(eventId);
  if (!offer) return room.submit({ kind: 'leave_waiting', entryId });
  const userId = caller.kind === 'user' ? caller.user.id : null;
  const { bookingId } = offer;
  return room.submit({ kind: 'cancel', bookingId, by: 'buyer', userId, reason: null, refund: false, onlyUnpaid: true });
}
