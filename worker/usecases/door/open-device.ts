import type { Core, DoorDeps } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { derivedId } from '../derived-id.ts';

export interface DeviceAsked {
  doorId: string;
  deviceId?: string;
  deviceName?: string;
  gateId?: string;
  listenOnly?: boolean;
  /** A browser is a device of its own; otherwise a caller that names no device is one per person and event. */
  isBrowser?: boolean;
}

/** The caller as a scanner at a door or its rehearsal. Called before the room is named, so that no made-up id makes a room. */
export async function openDevice(
  deps: DoorDeps & Pick<Core, 'ids'>,
  caller: Caller,
  asked: DeviceAsked,
): Promise<Outcome<{ scanner: Scanner }>> {
  const eventId = eventOfDoor(asked.doorId);
  if (caller.kind === 'device') return openPaired(caller, eventId, asked.gateId);
  const mayScan = may(caller, 'CHECK_IN', eventId);
  const mayWatch = asked.listenOnly && may(caller, 'VIEW_EVENT', eventId);
  if (caller.kind !== 'user' || !(mayScan || mayWatch)) return notAllowed(caller);
  const { user } = caller;
  const device = await deps.doors.openDevice({
    eventId,
    userId: user.id,
    deviceId: asked.deviceId,
    otherwiseId: asked.isBrowser ? deps.ids.uuid() : await derivedId(`device ${user.id} ${eventId}`),
    name: asked.deviceName,
    gateId: asked.gateId,
    defaultName: user.name.slice(0, 60) || 'Staff',
  });
  if (!device) return refusal('not_found');
  const isStaff = may(caller, 'EDIT_EVENT', eventId);
  return {
    ok: true,
    scanner: {
      deviceId: device.id,
      deviceName: device.name,
      userId: user.id,
      gateId: device.gateId,
      gateIsFixed: false,
      mayScan: mayScan && !asked.listenOnly,
      mayUndoAny: isStaff,
      maySell: may(caller, 'SELL', eventId),
      maySupervise: isStaff,
    },
  };
}

const openPaired = (
  { eventId, scanner }: Extract<Caller, { kind: 'device' }>,
  wantedId: string,
  gateId: string | undefined,
): Outcome<{ scanner: Scanner }> => {
  if (eventId !== wantedId) return refusal('forbidden');
  // A device that was paired for a gate stays there; any other is at the gate that it names.
  return { ok: true, scanner: scanner.gateIsFixed || !gateId ? scanner : { ...scanner, gateId } };
};
