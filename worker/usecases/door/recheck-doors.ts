import type { Core, DoorDeps } from '../../deps.ts';
import { doorsOf } from './doors-of.ts';

/** After a change of a person's rights or sessions, makes the doors where they have scanned check their connections. */
export async function recheckDoors(deps: DoorDeps & Pick<Core, 'rooms' | 'log'>, userId: string): Promise<void> {
  const eventIds = await deps.doors.eventsOfScanner(userId);
  const doors = await Promise.all(eventIds.map((eventId) => doorsOf(deps, eventId)));
  const rechecks = await Promise.allSettled(doors.flat().map((door) => door.recheck()));
  const failed = rechecks.filter(({ status }) => status === 'rejected').length;
  // Each door also checks by itself while it scans.
  if (failed > 0) deps.log.warn('doors were not told of changed rights', { userId, failed });
}
