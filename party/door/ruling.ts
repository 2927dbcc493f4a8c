import type { Decision } from '#domain/door/admission.ts';
import { conflictOf } from '#domain/door/conflict.ts';
import { currentSessions } from '#domain/door/session.ts';
import type { DecidedScan, ScanRequest, SessionFacts } from '#domain/door/door.ts';
import type { Verdict } from '#domain/door/verdict.ts';
import type { DoorTurn, ScanCase } from './scan-command.ts';

/** The binding result of a scan. */
export interface Ruling {
  /** The room's verdict, or the device's if it decided alone: that has happened, whatever the room decides. */
  result: Verdict;
  /** The room's decision. */
  decision: Decision;
  session: SessionFacts;
  conflict: NonNullable<DecidedScan['conflict']> | null;
}

export function ruleOn({ door, facts }: DoorTurn, { command, at }: ScanCase, decision: Decision): Ruling {
  const session = 'session' in decision ? decision.session : currentSessions(facts.sessions, at)[0]!;
  const { shown } = command.scan;
  if (!shown) return { result: decision.result, decision, session, conflict: null };
  const reason = conflictOf(shown.result, decision.result);
  return { result: shown.result, decision, session, conflict: reason && { id: door.ids.uuid(), reason } };
}

/** Returns the time for which a scan is judged. A scan that waited on its device has its own time, never a future one. */
export function timeOf(scan: ScanRequest, now: number): number {
  if (!scan.shown) return now;
  return Math.min(now, Date.parse(scan.scannedAt ?? scan.shown.at));
}
