import type { DoorFacts } from '#domain/door/door.ts';
import { isRehearsalOver } from '#domain/door/rehearsal.ts';
import { welcome } from './connection.ts';
import type { DoorParts } from './parts.ts';
import { type DoorConnection, shutOut } from './socket.ts';

/** After each pull: what screens show of the event (its name, gates, sessions, a rehearsal) is told to all, where it changed. */
export function createFactsTeller(
  door: DoorParts,
  connections: () => Iterable<DoorConnection>,
  before: DoorFacts | null,
): () => void {
  let told = before && shownOf(before);
  return () => {
    const facts = door.copy.facts();
    if (!facts) return;
    const isOver = isRehearsalOver(facts, door.clock.now().getTime());
    const isNews = told !== null && told !== shownOf(facts);
    told = shownOf(facts);
    if (!isOver && !isNews) return;
    for (const connection of connections()) {
      if (!connection.state) continue;
      if (isOver) shutOut(connection, 'rehearsal_over');
      else void welcome(door, connection);
    }
  };
}

const shownOf = ({ event, gates, sessions }: DoorFacts) => JSON.stringify([event, gates, sessions]);
