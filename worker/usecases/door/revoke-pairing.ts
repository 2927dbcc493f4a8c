import type { Deps } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';

/** Withdraws a pairing link. Devices that were paired by it stay. */
export async function revokePairing(
  { devices }: Pick<Deps, 'devices'>,
  caller: Caller,
  { eventId, pairingId }: { eventId: string; pairingId: string },
): Promise<Outcome<object>> {
  if (caller.kind !== 'user' || !may(caller, 'EDIT_EVENT', eventId)) return notAllowed(caller);
  return devices.revokePairing(eventId, pairingId, actorOf(caller));
}
