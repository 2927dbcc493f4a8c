import type { Scanner } from '#domain/account/scanner.ts';
import type { Subject } from '#domain/door/admission.ts';
import type { DecidedScan, DoorFacts, GateFacts, ScanLine, ScanRequest } from '#domain/door/door.ts';
import type { DoorParts } from './parts.ts';
import type { Recognised, UncheckedToken } from './recognise.ts';

/** A scan whose code was read, waiting for its turn. */
export interface ScanCommand {
  scanner: Scanner;
  scan: ScanRequest;
  recognised: Recognised | UncheckedToken;
  gate: GateFacts | null;
}

/** `line` goes to everyone else, and is null for a repetition. `conflictId` is set if the scan raised a conflict. */
export type ScanOutcome =
  | { kind: 'decided'; verdict: DecidedScan; line: ScanLine | null; conflictId?: string | undefined }
  | { kind: 'conflict' | 'unchecked' };

/** The context of all decisions in one turn. Made once per turn, since a scan must not cost an object more. */
export interface DoorTurn {
  door: DoorParts;
  facts: DoorFacts;
  now: number;
}

/** A scan with the ticket that it shows. `at` is the time for which it is judged. */
export interface ScanCase {
  command: Pick<ScanCommand, 'scan' | 'gate'>;
  subject: Subject;
  at: number;
}

/** Returns what distinguishes a repetition from another scan under the same id. */
export const contentOf = (scan: ScanRequest) =>
  JSON.stringify([scan.code ?? '', scan.ticketId ?? null, scan.direction, scan.gateId ?? null, scan.sessionId ?? null]);
