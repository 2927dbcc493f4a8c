import type { Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import { createPublicMemory } from '../public-memory.ts';

type KnownDeps = Pick<Deps, 'doors'>;
const MOST_KNOWN = 10_000;
const known = new Set<string>();
const asked = createPublicMemory<boolean>(500);

/**
 * Returns whether the event exists. Asked before a room is named: a room of a made-up id would stay on disk for ever.
 * Existing events are remembered for the isolate's life, so the hot path asks Postgres once per isolate and event.
 */
export async function isKnownEvent({ doors }: KnownDeps, eventId: string): Promise<boolean> {
  if (known.has(eventId)) return true;
  const exists = await asked.get(eventId, () => doors.eventExists(eventId));
  if (exists) remember(eventId);
  return exists;
}

/** The same for a door or its rehearsal; a paired device's own is known without Postgres. */
export const isKnownDoor = async (deps: KnownDeps, caller: Caller, doorId: string): Promise<boolean> =>
  caller.kind === 'device' || (await isKnownEvent(deps, eventOfDoor(doorId)));

function remember(eventId: string): void {
  known.add(eventId);
  const [oldest] = known;
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
}
