import { closeEndedSessions } from './decide-turn.ts';
import type { DoorParts } from './parts.ts';

/** At the end of a session, without waiting for the next scan: everyone sees the house empty. */
export function closeHouse(door: DoorParts): void {
  const facts = door.copy.facts();
  if (!facts) return;
  const before = door.ledger.lastChange();
  door.transaction(() => closeEndedSessions(door, facts, door.clock.now().getTime()));
  if (door.ledger.lastChange() > before) door.announcer.announce([]);
}
