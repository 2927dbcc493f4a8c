import type { Verdict } from './admission.ts';
import type { OpenConflict, Scanner } from './door.ts';

/**
 * Why an admission can't stand beside what else is known: what the room would have answered, another entry that
 * Postgres has, or a ticket with a good signature that nobody knows.
 */
export const CONFLICT_REASONS = [
  'cancelled',
  'revoked',
  'unpaid',
  'not_yet_valid',
  'no_longer_valid',
  'wrong_type',
  'already_in',
  'already_left',
  'full',
  'invalid',
  'wrong_event',
  'second_entry',
  'unknown_ticket',
] as const;
export type ConflictReason = (typeof CONFLICT_REASONS)[number];

const isReason = (verdict: Verdict): verdict is Verdict & ConflictReason =>
  (CONFLICT_REASONS as readonly Verdict[]).includes(verdict);

/** What a device did on its own, against what the room would have said: null where they agree. */
export function conflictOf(shown: Verdict, decided: Verdict): ConflictReason | null {
  return shown === 'admitted' && isReason(decided) ? decided : null;
}

/** Both devices and everyone who supervises: the others have nothing to do with it. */
export const concerns = (conflict: OpenConflict, who: Pick<Scanner, 'deviceId' | 'maySupervise'>) =>
  who.maySupervise || who.deviceId === conflict.deviceId || who.deviceId === conflict.otherDeviceId;
