import type { Actor, Deps, DeviceRow } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { doorsOf } from './doors-of.ts';

type Needs = Pick<Deps, 'devices' | 'rooms' | 'rehearsals'>;

/** Staff name a device, or send it to another gate. */
export async function changeDevice(
  deps: Needs,
  caller: Caller,
  deviceId: string,
  change: { name?: string | undefined; gateId?: string | null | undefined },
): Promise<Outcome<{ device: DeviceRow }>> {
  const found = await findFor(deps, caller, deviceId);
  if (!found.ok) return found;
  // It may leave by itself, but not give itself another gate.
  if (caller.kind === 'device') return notAllowed(caller);
  const changed = await deps.devices.change(deviceId, change, found.by);
  if (changed.ok) await tellDoors(deps, found.device);
  return changed;
}

/** The device is shut out at once, and forgets what it knows. One that is paired may leave by itself. */
export async function revokeDevice(deps: Needs, caller: Caller, deviceId: string): Promise<Outcome<object>> {
  const found = await findFor(deps, caller, deviceId);
  if (!found.ok) return found;
  const revoked = await deps.devices.revoke(deviceId, found.by);
  if (revoked.ok) await tellDoors(deps, found.device);
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
  // Whoever may not see the event learns nothing of its devices.
  if (!device || caller.kind !== 'user' || !may(caller, 'VIEW_EVENT', device.eventId)) return refusal('not_found');
  if (!may(caller, 'EDIT_EVENT', device.eventId)) return notAllowed(caller);
  return { ok: true, device, by: { userId: caller.user.id, name: caller.user.name } };
}

/** Both: the copy of a paired device, and the rights of whoever is connected by an account. */
async function tellDoors(deps: Needs, { eventId }: DeviceRow): Promise<void> {
  const doors = await doorsOf(deps, eventId);
  await Promise.allSettled(doors.flatMap((door) => [door.kick(), door.recheck()]));
}
