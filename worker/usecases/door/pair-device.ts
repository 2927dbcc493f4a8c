import type { Core, Deps, DeviceRow, PairedEvent } from '../../deps.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { pairingsTooOften } from '../rate-limit.ts';
import { hashOf, makeDeviceToken } from './device-token.ts';

/** Makes a phone a device of the pairing's event and gate. Its token is returned this once. */
export async function pairDevice(
  deps: Pick<Deps, 'devices' | 'rooms' | 'rateLimits'> & Pick<Core, 'ids' | 'seals' | 'clock'>,
  { code, name, client }: { code: string; name: string; client: string | null },
): Promise<Outcome<{ device: DeviceRow; event: PairedEvent; token: string }>> {
  const limited = await pairingsTooOften(deps, client);
  if (limited) return limited;
  const pairing = await deps.devices.findPairing(hashOf(code));
  if (!pairing) return refusal('pairing_unknown');
  if (pairing.isRevoked || pairing.expiresAt <= deps.clock.now()) return refusal('pairing_over');
  const id = deps.ids.uuid();
  const token = makeDeviceToken(deps, { id, eventId: pairing.eventId });
  const paired = await deps.devices.pair({ id, pairingId: pairing.id, name, tokenHash: hashOf(token) });
  if (!paired.ok) return paired;
  // The phone connects in a moment, and the room knows it by then.
  await deps.rooms
    .door(pairing.eventId)
    .kick()
    .catch(() => undefined);
  return { ok: true, device: paired.device, event: paired.event, token };
}
