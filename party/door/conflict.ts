import { concerns } from '#domain/door/conflict.ts';
import type { DoorFacts } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';

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
