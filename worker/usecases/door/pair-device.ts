import type { Core, Deps, DeviceRow, PairedEvent } from '../../deps.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { hashOf, mintDeviceToken } from './device-token.ts';

/** A phone becomes a device of the pairing's event and gate. Its token is told this once. */
export async function pairDevice(
  deps: Pick<Deps, 'devices' | 'rooms'> & Pick<Core, 'ids' | 'seals' | 'clock'>,
  code: string,
  name: string,
): Promise<Outcome<{ device: DeviceRow; event: PairedEvent; token: string }>> {
  const pairing = await deps.devices.findPairing(hashOf(code));
  if (!pairing) return refusal('pairing_unknown');
  if (pairing.isRevoked || pairing.expiresAt <= deps.clock.now()) return refusal('pairing_over');
  const id = deps.ids.uuid();
  const token = mintDeviceToken(deps, { id, eventId: pairing.eventId });
  const paired = await deps.devices.pair({ id, pairingId: pairing.id, name, tokenHash: hashOf(token) });
  if (!paired.ok) return paired;
  // It comes in a moment, and the room knows it then.
  await deps.rooms
    .door(pairing.eventId)
    .kick()
    .catch(() => undefined);
  return { ok: true, device: paired.device, event: paired.event, token };
}
