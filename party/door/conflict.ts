import type { DoorFacts, OpenConflict, Scanner } from '../../worker/domain/door.ts';
import { type Outcome, refusal } from '../../worker/domain/refusal.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';

/** Both devices and everyone who supervises: the others have nothing to do with it. */
export const concerns = (conflict: OpenConflict, who: Pick<Scanner, 'deviceId' | 'maySupervise'>) =>
  who.maySupervise || who.deviceId === conflict.deviceId || who.deviceId === conflict.otherDeviceId;

export function tellConflict(door: Pick<DoorParts, 'ledger' | 'announcer'>, facts: DoorFacts, id: string): void {
  const conflict = door.ledger.conflicts.find(id, facts);
  if (conflict) door.announcer.tell({ type: 'conflict', conflict }, (who) => concerns(conflict, who));
}

/** Somebody has seen to it. Closing twice is closing once. */
export async function closeConflict(door: DoorParts, scanner: Scanner, conflictId: string): Promise<Outcome<object>> {
  if (!scanner.maySupervise) return refusal('forbidden');
  const known = await ready(door);
  if (!known.ok) return known;
  const at = door.clock.now().getTime();
  const { userId, deviceId } = scanner;
  if (!door.transaction(() => door.ledger.conflicts.close(conflictId, { at, userId, deviceId }))) return { ok: true };
  await door.durable();
  door.announcer.tell({ type: 'conflict_closed', conflictId });
  door.deliverSoon();
  return { ok: true };
}
