import type { Core, DoorDeps } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import type { Outcome } from '#domain/refusal.ts';
import { openDevice } from './open-device.ts';

/** The caller as a device that takes payments at a door, given the right to sell. */
export async function openSeller(
  deps: DoorDeps & Pick<Core, 'ids'>,
  caller: Caller,
  asked: { doorId: string; deviceId?: string },
): Promise<Outcome<{ scanner: Scanner }>> {
  if (!may(caller, 'SELL', eventOfDoor(asked.doorId))) return notAllowed(caller);
  return openDevice(deps, caller, asked);
}
