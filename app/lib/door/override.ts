import { isOverridable } from '#domain/door/admission.ts';
import type { ErrorCode } from '#contract/error.ts';
import type { DoorApi } from './api.ts';
import type { DoorRoom } from './room.svelte.ts';
import type { Scanner, Shown } from './scanner.svelte.ts';

const PATIENCE_MS = 2000;

/** The refused entry that this supervisor can override; null where there is none, or without the right. */
export function overridable(shown: Shown | null, room: DoorRoom) {
  const mayOverride = room.picture?.you.maySupervise && shown?.kind === 'verdict' && shown.direction === 'entry';
  return mayOverride && shown.verdict.ticket && isOverridable(shown.verdict.result) ? shown.verdict : null;
}

/** Returns why the override failed, or null when it succeeded and the screen shows it. */
export async function override(
  { room, api, scanner }: { room: DoorRoom; api: DoorApi; scanner: Scanner },
  scanId: string,
  reason: string,
): Promise<ErrorCode | 'away' | null> {
  const reply = await room.override(scanId, reason, PATIENCE_MS);
  if (reply && 'code' in reply) return reply.code;
  if (reply) {
    scanner.showVerdict(reply);
    return null;
  }
  const answer = await api.override(scanId, reason);
  if (!answer.ok) return answer.code;
  scanner.showVerdict(answer.value);
  return null;
}
