import type { DoorFacts } from '#domain/door/door.ts';
import type { DoorParts } from './parts.ts';

/** Checks everyone out of sessions that have ended, so that the next session starts with an empty venue. */
export function closeEndedSessions(door: DoorParts, facts: DoorFacts, now: number): void {
  for (const { id: sessionId, endsAt } of facts.sessions) {
    if (endsAt > now || !door.ledger.entries.closeSession({ sessionId, endedAt: endsAt, closedAt: now })) continue;
    door.ledger.tallies.clearInside(sessionId);
  }
}

/** Closes ended sessions without waiting for the next scan, and announces the new counts. */
export function closeSessionsOnTime(door: DoorParts): void {
  const facts = door.copy.facts();
  if (!facts) return;
  const before = door.ledger.lastChange();
  door.transaction(() => closeEndedSessions(door, facts, door.clock.now().getTime()));
  if (door.ledger.lastChange() > before) door.announcer.announce([]);
}
