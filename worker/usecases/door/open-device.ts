import type { Core, DoorDeps } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { derivedId } from '../derived-id.ts';

export interface DeviceWish {
  deviceId?: string;
  deviceName?: string;
  gateId?: string;
  listenOnly?: boolean;
  /** A browser of its own; otherwise whoever names no device is one per person and event. */
  isBrowser?: boolean;
}

/** Whoever asks, as a scanner at this event's door or at its rehearsal. Asked before the room is named: nobody makes a room of a made-up id. */
export async function openDevice(
  deps: DoorDeps & Pick<Core, 'ids'>,
  caller: Caller,
  doorId: string,
  wish: DeviceWish,
): Promise<Outcome<{ scanner: Scanner }>> {
  const eventId = eventOfDoor(doorId);
  if (caller.kind === 'device') return openPaired(caller, eventId, wish.gateId);
  const mayScan = may(caller, 'CHECK_IN', eventId);
  const mayWatch = wish.listenOnly && may(caller, 'VIEW_EVENT', eventId);
  if (caller.kind !== 'user' || !(mayScan || mayWatch)) return notAllowed(caller);
  const { user } = caller;
  const device = await deps.doors.openDevice({
    eventId,
    userId: user.id,
    deviceId: wish.deviceId,
    otherwiseId: wish.isBrowser ? deps.ids.uuid() : await derivedId(`device ${user.id} ${eventId}`),
    name: wish.deviceName,
    gateId: wish.gateId,
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
      mayScan: mayScan && !wish.listenOnly,
      mayUndoAny: isStaff,
      maySell: may(caller, 'SELL', eventId),
      maySupervise: isStaff,
    },
  };
}

const openPaired = (
  { eventId, scanner }: Extract<Caller, { kind: 'device' }>,
  asked: string,
  gateId: string | undefined,
): Outcome<{ scanner: Scanner }> => {
  if (eventId !== asked) return refusal('forbidden');
  // It stands where it says, unless it was paired for a gate.
  return { ok: true, scanner: scanner.gateIsFixed || !gateId ? scanner : { ...scanner, gateId } };
};
