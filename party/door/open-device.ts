import type { DeviceKey, DoorRoom } from '../../worker/deps.ts';
import { refusal } from '#domain/refusal.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';

/** Finds a paired device by its token's hash in the room's own copy, so that the door opens without Postgres. */
export async function openDevice(door: DoorParts, key: DeviceKey): ReturnType<DoorRoom['openDevice']> {
  const known = await ready(door);
  if (!known.ok) return known;
  const find = () =>
    door.copy.facts()!.devices.find((one) => one.id === key.deviceId && one.tokenHash === key.tokenHash);
  // The device can have been paired since the last pull.
  if (!find()) await door.copy.pullForScan();
  const device = find();
  if (!device) return refusal('not_signed_in');
  if (device.revoked) return refusal('device_revoked');
  const { id: deviceId, name: deviceName, gateId, maySell, maySupervise } = device;
  const may = { mayScan: true, mayUndoAny: false, maySell, maySupervise };
  return { ok: true, scanner: { deviceId, deviceName, userId: null, gateId, gateIsFixed: gateId !== null, ...may } };
}
