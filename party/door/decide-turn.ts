import { type Subject, decideScan } from '#domain/door/admission.ts';
import type { DecidedScan, DoorFacts, ScanRequest } from '#domain/door/door.ts';
import { verdictOf } from '#domain/door/scan-verdict.ts';
import type { ParsedToken } from '#domain/ticket/token.ts';
import { closeEndedSessions } from './close-sessions.ts';
import type { StoredEntry } from './entry-ledger.ts';
import type { DoorParts } from './parts.ts';
import type { Recognised } from './recognise.ts';
import { record } from './record-scan.ts';
import { type Ruling, ruleOn, timeOf } from './ruling.ts';
import { type DoorTurn, type ScanCase, type ScanCommand, type ScanOutcome, contentOf } from './scan-command.ts';
import { settleShown } from './settle-shown.ts';
import { lineOf } from './verdict.ts';

/** Decides and records scans in their order. The caller opens the transaction. */
export function decideTurn(door: DoorParts, facts: DoorFacts, commands: readonly ScanCommand[]): ScanOutcome[] {
  const turn: DoorTurn = { door, facts, now: door.clock.now().getTime() };
  closeEndedSessions(door, facts, turn.now);
  door.ledger.beginTurn(
    commands.map(({ scanner, scan }) => ({ deviceId: scanner.deviceId, scanId: scan.scanId })),
    commands.flatMap(({ recognised }) => ticketIdOf(recognised) ?? []),
  );
  const outcomes = commands.map((command) => decideOne(turn, command));
  door.ledger.endTurn();
  return outcomes;
}

const ticketIdOf = (recognised: ScanCommand['recognised']) =>
  recognised.kind === 'token' ? recognised.token.ticketId : recognised.kind === 'ticket' ? recognised.ticketId : null;

/** Returns the ticket if the token equals its stored code, and the code's key is still valid. */
export function knownCode(door: DoorParts, token: ParsedToken): Recognised | null {
  const isCode = door.ledger.tickets.codeOf(token.ticketId) === token.text;
  const isValid = isCode && door.copy.keys().some((key) => key.keyId === token.keyId && !key.revoked);
  return isValid ? { kind: 'ticket', ticketId: token.ticketId, revision: token.revision } : null;
}

function decideOne(turn: DoorTurn, command: ScanCommand): ScanOutcome {
  const { door, facts, now } = turn;
  const { scan, scanner } = command;
  const before = door.ledger.scans.find(scanner.deviceId, scan.scanId);
  if (before) {
    if (!isSameContent(before.content, contentOf(scan))) return { kind: 'conflict' };
    const settled = scan.shown && settleShown(turn, command, before);
    return settled || { kind: 'decided', verdict: { ...before.answer, repeat: true }, line: null };
  }
  const recognised =
    command.recognised.kind === 'token' ? knownCode(door, command.recognised.token) : command.recognised;
  if (!recognised) return { kind: 'unchecked' };
  const subject = subjectOf(door, facts, recognised);
  const at = timeOf(scan, now);
  const scanCase: ScanCase = { command, subject, at };
  const ruling = ruleOn(turn, scanCase, judge(turn, scanCase));
  const verdict = answerOf(turn, scanCase, ruling);
  record(turn, command, { subject, ruling, verdict, at });
  return { kind: 'decided', verdict, line: lineOf(command, verdict, at), conflictId: ruling.conflict?.id };
}

// A scan restored from Postgres has only its code.
function isSameContent(before: string, now: string): boolean {
  return before === now || before === JSON.stringify([(JSON.parse(now) as string[])[0]]);
}

export function subjectOf(door: DoorParts, facts: DoorFacts, recognised: Recognised): Subject {
  if (recognised.kind !== 'ticket') return { kind: recognised.kind };
  let ticket = door.ledger.tickets.find(recognised.ticketId);
  if (!ticket && recognised.signedOnly) door.ledger.tickets.save([(ticket = recognised.signedOnly)]);
  const type = facts.types.find((one) => one.id === ticket?.typeId);
  return ticket && type ? { kind: 'ticket', ticket, type, revision: recognised.revision } : { kind: 'unknown' };
}

export function judge({ door, facts }: DoorTurn, { command, subject, at }: ScanCase) {
  const { scan, gate } = command;
  const { reEntry, houseCapacity } = facts.event;
  return decideScan({
    subject,
    direction: scan.direction,
    gate,
    askedSessionId: scan.sessionId ?? null,
    sessions: facts.sessions,
    reEntry,
    now: at,
    entriesIn(session) {
      const entries = subject.kind === 'ticket' ? door.ledger.entries.of(subject.ticket.id, session.id) : [];
      return scan.shown ? asThen(entries, scan.direction, at) : entries;
    },
    isFull: (session) => houseCapacity !== null && door.ledger.tallies.people(session.id) >= houseCapacity,
  });
}

/**
 * Returns the entries that count for a scan that waited on its device. An entry that had not ended by then blocks it,
 * even if it was made since. An exit can only end an entry that was made before.
 */
function asThen(entries: StoredEntry[], direction: ScanRequest['direction'], at: number): StoredEntry[] {
  if (direction === 'exit') return entries.filter((entry) => entry.enteredAt <= at);
  return entries.map((entry) =>
    entry.exitedAt !== null && entry.exitedAt > at ? { ...entry, exitedAt: null } : entry,
  );
}

export function answerOf(
  { door, facts, now }: DoorTurn,
  { command, subject }: Pick<ScanCase, 'command' | 'subject'>,
  { decision, result, conflict }: Pick<Ruling, 'decision' | 'result' | 'conflict'>,
): DecidedScan {
  const { scan } = command;
  const bookingId = subject.kind === 'ticket' ? subject.ticket.bookingId : null;
  const partySize = bookingId ? door.ledger.tickets.partySize(bookingId) : 0;
  return {
    ...verdictOf(facts, scan, { subject, decision, now }),
    result,
    ...(partySize > 1 && { partySize }),
    ...(scan.shown && { offline: true }),
    ...(conflict && { conflict }),
  };
}
