import type { Core, Deps, DeviceRow, PairingRow } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { DevicePresence } from '#domain/door/door.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

interface Listed {
  pairings: PairingRow[];
  devices: DeviceRow[];
  present: DevicePresence[];
}

/** An event's pairing links and devices, and which of them its room knows to be online. */
export async function listDevices(
  deps: Pick<Deps, 'devices'> & Pick<Core, 'rooms' | 'log'>,
  caller: Caller,
  eventId: string,
): Promise<Outcome<Listed>> {
  if (!may(caller, 'EDIT_EVENT', eventId)) return notAllowed(caller);
  const found = await deps.devices.list(eventId);
  if (!found) return refusal('not_found');
  return { ok: true, ...found, present: await presenceAt(deps, eventId) };
}

/** Every device counts as offline while the room is away. */
export async function presenceAt({ rooms, log }: Pick<Core, 'rooms' | 'log'>, eventId: string) {
  try {
    return await rooms.door(eventId).devices();
  } catch (error) {
    log.warn('door did not say who is there', { eventId, error: String(error) });
    return [];
  }
}
