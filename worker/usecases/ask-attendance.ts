import type { Core } from '../deps.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { Attendance } from '#domain/ticket/attendance.ts';
import { askDoor } from './ask-door.ts';

/**
 * Asks the event's door which of the tickets have come in, before a change that depends on it is submitted: never inside a
 * turn of the box office, whose locks would stall the sale. `unavailable` where the door can't answer. A rehearsal's door is not asked.
 */
export function askAttendance(
  deps: Pick<Core, 'rooms' | 'log'>,
  eventId: string,
  ticketIds: string[],
): Promise<Outcome<{ attendance: Attendance }>> {
  if (ticketIds.length === 0) return Promise.resolve({ ok: true, attendance: { wasIn: [], isIn: [] } });
  return askDoor(deps, eventId, (door) => door.attendance(ticketIds));
}
