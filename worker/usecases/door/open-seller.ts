import type { Core, DoorDeps } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import type { Outcome } from '#domain/refusal.ts';
import { openDevice } from './open-device.ts';

/** Whoever takes money at this door: with the right to sell, as the device that they are. */
export async function openSeller(
  deps: DoorDeps & Pick<Core, 'ids'>,
  caller: Caller,
  doorId: string,
  deviceId: string | undefined,
): Promise<Outcome<{ scanner: Scanner }>> {
  if (!may(caller, 'SELL', eventOfDoor(doorId))) return notAllowed(caller);
  return openDevice(deps, caller, doorId, { deviceId });
}
