import type { Core, Deps, PairingRow } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { hashOf } from './device-token.ts';
import { pairingCode } from './pairing-code.ts';

interface Wish {
  gateId?: string | undefined;
  maySell: boolean;
  maySupervise: boolean;
}

/** A link that brings phones to a door. Nobody hands out a right to sell that they don't have. */
export async function makePairing(
  deps: Pick<Deps, 'devices'> & Pick<Core, 'ids' | 'seals'>,
  caller: Caller,
  eventId: string,
  { gateId, maySell, maySupervise }: Wish,
): Promise<Outcome<{ pairing: PairingRow }>> {
  const isAllowed = may(caller, 'EDIT_EVENT', eventId) && (!maySell || may(caller, 'SELL', eventId));
  if (caller.kind !== 'user' || !isAllowed) return notAllowed(caller);
  const id = deps.ids.uuid();
  const codeHash = hashOf(pairingCode(deps, id));
  const by = { userId: caller.user.id, name: caller.user.name };
  return deps.devices.addPairing({ id, eventId, gateId: gateId ?? null, codeHash, maySell, maySupervise }, by);
}
