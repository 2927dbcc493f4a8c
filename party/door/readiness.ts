import type { DoorFacts } from '../../worker/domain/door.ts';
import { type Outcome, refusal } from '../../worker/domain/refusal.ts';
import type { DoorParts } from './parts.ts';

/** The event as the door knows it; pulled where it knows nothing yet. */
export async function ready(door: Pick<DoorParts, 'copy'>): Promise<Outcome<{ facts: DoorFacts }>> {
  const pulled = door.copy.facts() ? 'fresh' : await door.copy.pullForScan();
  const facts = door.copy.facts();
  if (!facts) return refusal(pulled === 'no_such_event' ? 'not_found' : 'unavailable');
  return facts.sessions.length > 0 ? { ok: true, facts } : refusal('event_incomplete');
}
