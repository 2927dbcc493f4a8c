import type { Decision } from '#domain/door/admission.ts';
import type { Verdict, ConflictReason } from '#domain/door/verdict.ts';
import { conflictOf } from '#domain/door/conflict.ts';
import { currentSessions } from '#domain/door/session.ts';
import type { DoorFacts, ScanRequest, SessionFacts } from '#domain/door/door.ts';

/** What counts of a scan. */
export interface Ruling {
  /** The room's verdict, or the one that a device gave by itself: that happened, whatever the room would have said. */
  result: Verdict;
  /** What the room says. */
  decision: Decision;
  session: SessionFacts;
  conflict: ConflictReason | null;
}

export function ruleOn(facts: DoorFacts, scan: ScanRequest, decision: Decision, at: number): Ruling {
  const session = 'session' in decision ? decision.session : currentSessions(facts.sessions, at)[0]!;
  if (!scan.shown) return { result: decision.result, decision, session, conflict: null };
  const { result } = scan.shown;
  return { result, decision, session, conflict: conflictOf(result, decision.result) };
}

/** When it happened: a scan that waited on its device is judged for its own time, which is never to come. */
export function timeOf(scan: ScanRequest, now: number): number {
  if (!scan.shown) return now;
  return Math.min(now, Date.parse(scan.scannedAt ?? scan.shown.at));
}
