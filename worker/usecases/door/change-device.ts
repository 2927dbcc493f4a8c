import type { Actor, Deps, DeviceRow } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { editDevice, type DeviceEdit } from '#domain/door/device-edit.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';
import { doorsOf } from './doors-of.ts';

type Needs = Pick<Deps, 'devices' | 'rooms' | 'rehearsals'>;

/** Names a device or sends it to another gate; for staff. */
export async function changeDevice(
  deps: Needs,
  caller: Caller,
  { deviceId, edit }: { deviceId: string; edit: DeviceEdit },
): Promise<Outcome<{ device: DeviceRow }>> {
  const found = await findFor(deps, caller, deviceId);
  if (!found.ok) return found;
  // A paired device can leave by itself, but not give itself another gate.
  if (caller.kind === 'device') return notAllowed(caller);
  const decide = (before: DeviceRow, gateIds: string[]) => editDevice(before, gateIds, edit);
  const changed = await deps.devices.change(deviceId, decide, found.by);
  if (changed.ok) await notifyDoors(deps, found.device);
  return changed;
}

/** Removes a device: it is disconnected right away and forgets what it knows. A paired device can remove itself. */
export async function revokeDevice(deps: Needs, caller: Caller, deviceId: string): Promise<Outcome<object>> {
  const found = await findFor(deps, caller, deviceId);
  if (!found.ok) return found;
  const revoked = await deps.devices.revoke(deviceId, found.by);
  if (revoked.ok) await notifyDoors(deps, found.device);
  return revoked;
}

async function findFor(
  deps: Needs,
  caller: Caller,
  deviceId: string,
): Promise<Outcome<{ device: DeviceRow; by: Actor }>> {
  if (caller.kind === 'anonymous') return notAllowed(caller);
  const device = await deps.devices.find(deviceId);
  if (caller.kind === 'device' && caller.scanner.deviceId === deviceId && device)
    return { ok: true, device, by: { userId: null, name: device.name } };
  // Callers who can't see the event learn nothing of its devices.
  if (!device || caller.kind !== 'user' || !may(caller, 'VIEW_EVENT', device.eventId)) return refusal('not_found');
  if (!may(caller, 'EDIT_EVENT', device.eventId)) return notAllowed(caller);
  return { ok: true, device, by: actorOf(caller) };
}

/** A paired device is in the room's copy; an account's browser is found by checking its connections again. */
async function notifyDoors(deps: Needs, { eventId }: DeviceRow): Promise<void> {
  const doors = await doorsOf(deps, eventId);
  await Promise.allSettled(doors.flatMap((door) => [door.kick(), door.recheck()]));
}
