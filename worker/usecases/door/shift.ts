import type { Core, DoorDeps, DoorShift } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { openSeller } from './open-seller.ts';

type ShiftDeps = DoorDeps & Pick<Core, 'ids'>;
interface Asked {
  eventId: string;
  deviceId?: string;
}

/** The payments taken by the caller's device since it ended its last shift. */
export async function viewShift(
  deps: ShiftDeps,
  caller: Caller,
  { eventId, deviceId }: Asked,
): Promise<Outcome<{ shift: DoorShift }>> {
  const opened = await openSeller(deps, caller, { doorId: eventId, deviceId });
  return opened.ok ? { ok: true, shift: await deps.doorSales.shift(eventId, opened.scanner.deviceId) } : opened;
}

/** Ends the device's shift: its next sale belongs to the next one. */
export async function endShift(
  deps: ShiftDeps,
  caller: Caller,
  { eventId, deviceId }: Asked,
): Promise<Outcome<{ shift: DoorShift }>> {
  const opened = await openSeller(deps, caller, { doorId: eventId, deviceId });
  if (!opened.ok) return opened;
  const { scanner } = opened;
  const by = { userId: scanner.userId, name: scanner.deviceName };
  return { ok: true, shift: await deps.doorSales.endShift(eventId, scanner.deviceId, by) };
}
