import type { Core, DoorRoom } from '../../deps.ts';
import { type ErrorCode, type Outcome, refusal } from '#domain/refusal.ts';

/**
 * Asks the room; when it can't be reached the answer says so. A scan may have been decided all the same, and the same
 * scanId gets to know: hence `outcome_unknown` for what changes something.
 */
export async function askDoor<T>(
  deps: Pick<Core, 'rooms' | 'log'>,
  eventId: string,
  question: (door: DoorRoom) => Promise<Outcome<T>>,
  otherwise: ErrorCode = 'unavailable',
): Promise<Outcome<T>> {
  try {
    return await question(deps.rooms.door(eventId));
  } catch (error) {
    deps.log.error('door did not answer', { eventId, error: String(error) });
    return refusal(otherwise);
  }
}
