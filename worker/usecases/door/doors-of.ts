import type { Core, DoorDeps, DoorRoom } from '../../deps.ts';
import { rehearsalOf } from '#domain/door/rehearsal.ts';

/** Where an event's phones and people may stand: at its door, and at its rehearsal's while one is on. */
export async function doorsOf(
  { rooms, rehearsals }: Pick<Core, 'rooms'> & Pick<DoorDeps, 'rehearsals'>,
  eventId: string,
): Promise<DoorRoom[]> {
  // The event's own door is told in any case; at the other one they are seen with their next scan.
  const rehearsal = await rehearsals.find(eventId).catch(() => null);
  return [rooms.door(eventId), ...(rehearsal ? [rooms.door(rehearsalOf(eventId))] : [])];
}
