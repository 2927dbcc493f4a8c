import type { Arrivals, DoorCounts } from '#domain/door/door.ts';
import { currentSessions } from '#domain/door/session.ts';
import type { DoorParts } from './parts.ts';

/** Returns the counts of the current session, or null while the door has no copy of its event. */
export function countsOf({ copy, ledger, clock }: Pick<DoorParts, 'copy' | 'ledger' | 'clock'>): DoorCounts | null {
  const facts = copy.facts();
  const now = clock.now().getTime();
  const session = facts && currentSessions(facts.sessions, now)[0];
  return session ? ledger.tallies.read(facts, session, now) : null;
}

export const arrivalsOf = ({ ledger, clock }: Pick<DoorParts, 'ledger' | 'clock'>): Arrivals[] =>
  ledger.tallies.arrivals(clock.now().getTime());
