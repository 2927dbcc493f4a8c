import type { DoorFacts } from '#domain/door/door.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { isRehearsalOver } from '#domain/door/rehearsal.ts';
import type { DoorParts } from './parts.ts';

/** Returns the copy's facts. Pulls if there are none yet, or if they are of a rehearsal that has ended. */
export async function ready(door: Pick<DoorParts, 'copy' | 'clock'>): Promise<Outcome<{ facts: DoorFacts }>> {
  const isOver = (facts: DoorFacts | null) => facts && isRehearsalOver(facts, door.clock.now().getTime());
  const known = door.copy.facts();
  const pulled = known && !isOver(known) ? 'fresh' : await door.copy.pullForScan();
  const facts = door.copy.facts();
  if (!facts) return refusal(pulled === 'no_such_event' ? 'not_found' : 'unavailable');
  if (isOver(facts)) return refusal('rehearsal_over');
  return facts.sessions.length > 0 ? { ok: true, facts } : refusal('event_incomplete');
}
