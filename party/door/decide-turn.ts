import { type Subject, decideScan } from '#domain/door/admission.ts';
import type { DecidedScan, DoorFacts, ScanRequest } from '#domain/door/door.ts';
import { verdictOf } from '#domain/door/scan-verdict.ts';
import type { ParsedToken } from '#domain/ticket/token.ts';
import type { StoredEntry } from './entry-ledger.ts';
import type { DoorParts } from './parts.ts';
import type { Recognised } from './recognise.ts';
import { type ScanCommand, type ScanOutcome, contentOf } from './scan-command.ts';
import { record } from './record-scan.ts';
import { type Ruling, ruleOn, timeOf } from './ruling.ts';
import { settleShown } from './settle-shown.ts';
import { lineOf } from './verdict.ts';

/** Decides and records scans in their order. The caller makes the transaction. */
export function decideTurn(door: DoorParts, facts: DoorFacts, commands: readonly ScanCommand[]): ScanOutcome[] {
  const now = door.clock.now().getTime();
  closeEndedSessions(door, facts, now);
  door.ledger.beginTurn(
    commands.map(({ scanner, scan }) => ({ deviceId: scanner.deviceId, scanId: scan.scanId })),
    commands.flatMap(({ recognised }) => ticketIdOf(recognised) ?? []),
  );
  const outcomes = commands.map((command) => decideOne(door, facts, command, now));
  door.ledger.endTurn();
  return outcomes;
}

const ticketIdOf = (recognised: ScanCommand['recognised']) =>
  recognised.kind === 'token' ? recognised.token.ticketId : recognised.kind === 'ticket' ? recognised.ticketId : null;

/** The ticket that this token is known to be the code of, by an event key that still counts. */
export function knownCode(door: DoorParts, token: ParsedToken): Recognised | null {
  const isCode = door.ledger.tickets.codeOf(token.ticketId) === token.text;
  const counts = isCode && door.copy.keys().some((key) => key.keyId === token.keyId && !key.revoked);
  return counts ? { kind: 'ticket', ticketId: token.ticketId, revision: token.revision } : null;
}

/** Whoever is still in when a session ends is out: the next session's house is empty. */
export function closeEndedSessions(door: DoorParts, facts: DoorFacts, now: number): void {
  for (const session of facts.sessions) {
    if (
      session.endsAt > now ||
      !door.ledger.entries.closeSession({ sessionId: session.id, endedAt: session.endsAt, closedAt: now })
    )
      continue;
    door.ledger.tallies.emptyHouse(session.id);
  }
}

function decideOne(door: DoorParts, facts: DoorFacts, command: ScanCommand, now: number): ScanOutcome {
  const { scan, scanner } = command;
  const before = door.ledger.scans.find(scanner.deviceId, scan.scanId);
  if (before) {
    if (!isSameContent(before.content, contentOf(scan))) return { kind: 'conflict' };
    const settled = scan.shown && settleShown(door, facts, command, before, now);
    return settled || { kind: 'decided', verdict: { ...before.answer, repeat: true }, line: null };
  }
  const recognised =
    command.recognised.kind === 'token' ? knownCode(door, command.recognised.token) : command.recognised;
  if (!recognised) return { kind: 'unchecked' };
  const subject = subjectOf(door, facts, recognised);
  const at = timeOf(scan, now);
  const ruling = ruleOn(facts, scan, judge(door, facts, command, subject, at), at);
  const conflictId = ruling.conflict ? door.ids.uuid() : undefined;
  const verdict = answerOf(door, facts, command, subject, ruling, { now, conflictId });
  record(door, facts, command, { subject, ruling, verdict, conflictId, at, now });
  return { kind: 'decided', verdict, line: lineOf(command, verdict, at), conflictId };
}

// A scan restored from Postgres knows its code alone.
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

export function judge(
  door: DoorParts,
  facts: DoorFacts,
  { scan, gate }: Pick<ScanCommand, 'scan' | 'gate'>,
  subject: Subject,
  now: number,
) {
  const { reEntry, houseCapacity } = facts.event;
  return decideScan({
    subject,
    direction: scan.direction,
    gate,
    askedSessionId: scan.sessionId ?? null,
    sessions: facts.sessions,
    reEntry,
    now,
    entriesIn(session) {
      const entries = subject.kind === 'ticket' ? door.ledger.entries.of(subject.ticket.id, session.id) : [];
      return scan.shown ? asThen(entries, scan.direction, now) : entries;
    },
    isFull: (session) => houseCapacity !== null && door.ledger.tallies.people(session.id) >= houseCapacity,
  });
}

/**
 * What stood in the way of a scan that waited on its device: an entry that was not over then, also one that was made
 * since. Only an entry that was made before can be left by an exit.
 */
function asThen(entries: StoredEntry[], direction: ScanRequest['direction'], at: number): StoredEntry[] {
  if (direction === 'exit') return entries.filter((entry) => entry.enteredAt <= at);
  return entries.map((entry) =>
    entry.exitedAt !== null && entry.exitedAt > at ? { ...entry, exitedAt: null } : entry,
  );
}

interface Answering {
  now: number;
  conflictId: string | undefined;
}

export function answerOf(
  door: DoorParts,
  facts: DoorFacts,
  { scan }: Pick<ScanCommand, 'scan'>,
  subject: Subject,
  { decision, result, conflict }: Pick<Ruling, 'decision' | 'result' | 'conflict'>,
  { now, conflictId }: Answering,
): DecidedScan {
  const bookingId = subject.kind === 'ticket' ? subject.ticket.bookingId : null;
  const partySize = bookingId ? door.ledger.tickets.partySize(bookingId) : 0;
  return {
    ...verdictOf(facts, scan, subject, decision, now),
    result,
    ...(partySize > 1 && { partySize }),
    ...(scan.shown && { offline: true }),
    ...(conflict && conflictId && { conflict: { id: conflictId, reason: conflict } }),
  };
}
