import { CONFLICT_REASONS, type ConflictReason, type Verdict } from './verdict.ts';
import type { OpenConflict } from './door.ts';
import type { Scanner } from '../account/scanner.ts';

const isReason = (verdict: Verdict): verdict is Verdict & ConflictReason =>
  (CONFLICT_REASONS as readonly Verdict[]).includes(verdict);

/** Compares a device's own verdict with the room's: null where they agree. */
export function conflictOf(shown: Verdict, decided: Verdict): ConflictReason | null {
  return shown === 'admitted' && isReason(decided) ? decided : null;
}

/** Both devices and all supervisors are told; others can't act on it. */
export const concerns = (conflict: OpenConflict, who: Pick<Scanner, 'deviceId' | 'maySupervise'>) =>
  who.maySupervise || who.deviceId === conflict.deviceId || who.deviceId === conflict.otherDeviceId;
