import type { Core, DoorRoom } from '../deps.ts';
import { type ErrorCode, type Outcome, refusal } from '#domain/refusal.ts';

type AskDeps = Pick<Core, 'rooms' | 'log'>;
type Question<T> = (door: DoorRoom) => Promise<Outcome<T>>;

/** Asks a door's room for something that changes nothing; `unavailable` where it can't be reached. */
export const askDoor = <T>(deps: AskDeps, doorId: string, question: Question<T>) =>
  ask(deps, doorId, { question, otherwise: 'unavailable' });

/**
 * Asks a door's room to change something. It may have done so although its reply was lost: hence `outcome_unknown`,
 * and the same scanId sent again learns what was decided.
 */
export const changeAtDoor = <T>(deps: AskDeps, doorId: string, question: Question<T>) =>
  ask(deps, doorId, { question, otherwise: 'outcome_unknown' });

async function ask<T>(
  { rooms, log }: AskDeps,
  doorId: string,
  { question, otherwise }: { question: Question<T>; otherwise: ErrorCode },
): Promise<Outcome<T>> {
  try {
    return await question(rooms.door(doorId));
  } catch (error) {
    log.error('door did not answer', { eventId: doorId, error: String(error) });
    return refusal(otherwise);
  }
}
