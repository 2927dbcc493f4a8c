import { isOverridable } from '#domain/door/admission.ts';
import type { ErrorCode } from '#contract/error.ts';
import type { DoorApi } from './api.ts';
import type { DoorRoom } from './room.svelte.ts';
import type { Scanner, Shown } from './scanner.svelte.ts';

const PATIENCE_MS = 2000;

/** The refused entry that a supervisor may let in after all; null where there is none, or nobody may. */
export function overrulable(shown: Shown | null, room: DoorRoom) {
  const mayOverrule = room.picture?.you.maySupervise && shown?.kind === 'verdict' && shown.direction === 'entry';
  return mayOverrule && shown.verdict.ticket && isOverridable(shown.verdict.result) ? shown.verdict : null;
}

/** Answers why it was not done; null when it was, and the screen shows it. */
export async function overrule(
  { room, api, scanner }: { room: DoorRoom; api: DoorApi; scanner: Scanner },
  scanId: string,
  reason: string,
): Promise<ErrorCode | 'away' | null> {
  const told = await room.override(scanId, reason, PATIENCE_MS);
  if (told && 'code' in told) return told.code;
  if (told) {
    scanner.tell(told);
    return null;
  }
  const answer = await api.override(scanId, reason);
  if (!answer.ok) return answer.code;
  scanner.tell(answer.value);
  return null;
}
