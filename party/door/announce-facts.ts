import type { DoorFacts } from '#domain/door/door.ts';
import { isRehearsalOver } from '#domain/door/rehearsal.ts';
import { welcome } from './connection.ts';
import type { DoorParts } from './parts.ts';
import type { Connections } from './presence.ts';
import { refuseAndClose } from './socket.ts';

/** After each pull, sends all scanners a new snapshot if the facts on their screens have changed. */
export function createFactsAnnouncer(door: DoorParts, connections: Connections): () => void {
  const before = door.copy.facts();
  let announced = before && shownOf(before);
  return () => {
    const facts = door.copy.facts();
    if (!facts) return;
    const isOver = isRehearsalOver(facts, door.clock.now().getTime());
    const isChanged = announced !== null && announced !== shownOf(facts);
    announced = shownOf(facts);
    if (!isOver && !isChanged) return;
    for (const connection of connections()) {
      if (!connection.state) continue;
      if (isOver) refuseAndClose(connection, 'rehearsal_over');
      else void welcome(door, connection);
    }
  };
}

/** Returns the facts that screens show: the event's name and rules, its gates, sessions and rehearsal. */
const shownOf = ({ event, gates, sessions }: DoorFacts) => JSON.stringify([event, gates, sessions]);
