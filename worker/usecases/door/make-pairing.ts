import type { Core, Deps, PairingRow } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';
import { hashOf } from './device-token.ts';
import { pairingCode } from './pairing-code.ts';

interface Wanted {
  eventId: string;
  gateId?: string | undefined;
  maySell: boolean;
  maySupervise: boolean;
}

/** Makes a link that pairs phones with a door. Only callers who can sell make links that can. */
export async function makePairing(
  deps: Pick<Deps, 'devices'> & Pick<Core, 'ids' | 'seals'>,
  caller: Caller,
  { eventId, gateId, maySell, maySupervise }: Wanted,
): Promise<Outcome<{ pairing: PairingRow }>> {
  const isAllowed = may(caller, 'EDIT_EVENT', eventId) && (!maySell || may(caller, 'SELL', eventId));
  if (caller.kind !== 'user' || !isAllowed) return notAllowed(caller);
  const id = deps.ids.uuid();
  const codeHash = hashOf(pairingCode(deps, id));
  const pairing = { id, eventId, gateId: gateId ?? null, codeHash, maySell, maySupervise };
  return deps.devices.addPairing(pairing, actorOf(caller));
}
