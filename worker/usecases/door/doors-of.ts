import type { DoorRoom, Deps } from '../../deps.ts';
import { rehearsalOf } from '#domain/door/rehearsal.ts';

/** Returns the rooms of an event: its door, and its rehearsal's while one is running. */
export async function doorsOf(
  { rooms, rehearsals }: Pick<Deps, 'rooms' | 'rehearsals'>,
  eventId: string,
): Promise<DoorRoom[]> {
  // Without an answer the event's own door is enough: the rehearsal's room sees the change with the next scan.
  const rehearsal = await rehearsals.find(eventId).catch(() => null);
  return [rooms.door(eventId), ...(rehearsal ? [rooms.door(rehearsalOf(eventId))] : [])];
}
