import { concerns } from '#domain/door/conflict.ts';
import type { DoorFacts } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';

/** Sends an open conflict to the scanners that it concerns. */
export function notifyConflict(door: Pick<DoorParts, 'ledger' | 'announcer'>, facts: DoorFacts, id: string): void {
  const conflict = door.ledger.conflicts.find(id, facts);
  if (conflict) door.announcer.notify({ type: 'conflict', conflict }, (who) => concerns(conflict, who));
}

/** Closes a conflict that a supervisor has dealt with. Closing it again changes nothing. */
export async function closeConflict(door: DoorParts, scanner: Scanner, conflictId: string): Promise<Outcome<object>> {
  if (!scanner.maySupervise) return refusal('forbidden');
  const known = await ready(door);
  if (!known.ok) return known;
  const at = door.clock.now().getTime();
  const { userId, deviceId } = scanner;
  if (!door.transaction(() => door.ledger.conflicts.close(conflictId, { at, userId, deviceId }))) return { ok: true };
  await door.durable();
  door.announcer.notify({ type: 'conflict_closed', conflictId });
  door.deliverSoon();
  return { ok: true };
}
