import { CONFLICT_REASONS, type ConflictReason, type Verdict } from './verdict.ts';
import type { OpenConflict } from './door.ts';
import type { Scanner } from '../account/scanner.ts';

const isReason = (verdict: Verdict): verdict is Verdict & ConflictReason =>
  (CONFLICT_REASONS as readonly Verdict[]).includes(verdict);

/** What a device did on its own, against what the room would have said: null where they agree. */
export function conflictOf(shown: Verdict, decided: Verdict): ConflictReason | null {
  return shown === 'admitted' && isReason(decided) ? decided : null;
}

/** Both devices and everyone who supervises: the others have nothing to do with it. */
export const concerns = (conflict: OpenConflict, who: Pick<Scanner, 'deviceId' | 'maySupervise'>) =>
  who.maySupervise || who.deviceId === conflict.deviceId || who.deviceId === conflict.otherDeviceId;
