import type { DecidedScan, GateFacts, ScanLine, ScanRequest } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
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

/** Returns what distinguishes a repetition from another scan under the same id. */
export const contentOf = (scan: ScanRequest) =>
  JSON.stringify([scan.code ?? '', scan.ticketId ?? null, scan.direction, scan.gateId ?? null, scan.sessionId ?? null]);
