import { type Decision, type Subject, decideScan, gatesTaking } from '../../worker/domain/admission.ts';
import type {
  DecidedScan,
  DoorFacts,
  GateFacts,
  ScanLine,
  ScanRequest,
  Scanner,
  SessionFacts,
} from '../../worker/domain/door.ts';
import { currentSessions } from '../../worker/domain/door-session.ts';
import { formatNumber } from '../../worker/domain/ticket-number.ts';
import type { ParsedToken } from '../../worker/domain/ticket-token.ts';
import type { StoredEntry } from './entry-ledger.ts';
import type { DoorParts } from './parts.ts';
import type { Recognised } from './recognise.ts';

/** A scan whose code was read, waiting for its turn. */
export interface ScanCommand {
  scanner: Scanner;
  scan: ScanRequest;
  recognised: Recognised | UncheckedToken;
  gate: GateFacts | null;
}

/** A code that is the ticket's, letter for letter, needs no checking; any other is checked and comes again. */
export interface UncheckedToken {
  kind: 'token';
  token: ParsedToken;
}

/** `line` is for everyone else, and null where nothing new happened. */
export type ScanOutcome =
  { kind: 'decided'; verdict: DecidedScan; line: ScanLine | null } | { kind: 'conflict' | 'unchecked' };

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

/** What tells one scan from another under the same id. */
export const contentOf = (scan: ScanRequest) =>
  JSON.stringify([scan.code ?? '', scan.ticketId ?? null, scan.direction, scan.gateId ?? null, scan.sessionId ?? null]);

function decideOne(door: DoorParts, facts: DoorFacts, command: ScanCommand, now: number): ScanOutcome {
  const { scan, scanner } = command;
  const before = door.ledger.scans.find(scanner.deviceId, scan.scanId);
  if (before) {
    if (!isSameContent(before.content, contentOf(scan))) return { kind: 'conflict' };
    return { kind: 'decided', verdict: { ...before.answer, repeat: true }, line: null };
  }
  const recognised =
    command.recognised.kind === 'token' ? knownCode(door, command.recognised.token) : command.recognised;
  if (!recognised) return { kind: 'unchecked' };
  const subject = subjectOf(door, facts, recognised);
  const decision = judge(door, facts, command, subject, now);
  const verdict = verdictOf(facts, scan, subject, decision, now);
  record(door, facts, command, subject, decision, verdict, now);
  return { kind: 'decided', verdict, line: lineOf(command, verdict, now) };
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
): Decision {
  const { reEntry, houseCapacity } = facts.event;
  return decideScan({
    subject,
    direction: scan.direction,
    gate,
    askedSessionId: scan.sessionId ?? null,
    sessions: facts.sessions,
    reEntry,
    now,
    entriesIn: (session) => (subject.kind === 'ticket' ? door.ledger.entries.of(subject.ticket.id, session.id) : []),
    isFull: (session) => houseCapacity !== null && door.ledger.tallies.inside(session.id) >= houseCapacity,
  });
}

const iso = (instant: number) => new Date(instant).toISOString();

export function verdictOf(
  facts: DoorFacts,
  scan: ScanRequest,
  subject: Subject,
  decision: Decision,
  now: number,
): DecidedScan {
  const verdict: DecidedScan = { scanId: scan.scanId, result: decision.result, repeat: false, decidedAt: iso(now) };
  if (subject.kind === 'ticket') {
    const { ticket, type } = subject;
    const number = ticket.number ? formatNumber(ticket.number) : '';
    verdict.ticket = {
      id: ticket.id,
      number,
      typeName: type.name,
      attendeeName: ticket.attendeeName,
      doorNote: type.doorNote,
    };
  }
  if ('previous' in decision) {
    const { enteredAt, gateName, deviceName } = decision.previous;
    verdict.previous = { at: iso(enteredAt), gateName, deviceName };
  }
  if (decision.result === 'wrong_type' && subject.kind === 'ticket')
    verdict.otherGates = gatesTaking(facts.gates, subject.type.id).map((gate) => gate.name);
  if ('validFrom' in decision) verdict.validFrom = iso(decision.validFrom);
  if ('validUntil' in decision) verdict.validUntil = iso(decision.validUntil);
  if ('amountDueMinor' in decision)
    verdict.amountDue = { amount: decision.amountDueMinor, currency: facts.event.currency };
  return verdict;
}

function record(
  door: DoorParts,
  facts: DoorFacts,
  command: ScanCommand,
  subject: Subject,
  decision: Decision,
  verdict: DecidedScan,
  now: number,
) {
  const { scan, scanner, gate } = command;
  const session = 'session' in decision ? decision.session : currentSessions(facts.sessions, now)[0]!;
  const typeId = subject.kind === 'ticket' ? subject.type.id : '';
  const ticketId = subject.kind === 'ticket' ? subject.ticket.id : null;
  let entryId: string | null = null;
  if (decision.result === 'admitted')
    entryId = enter(door, facts, command, { session, ticketId: ticketId!, typeId, isFirst: decision.isFirst, now });
  else if (decision.result === 'exited') entryId = leave(door, session, decision.entry as StoredEntry, typeId, now);
  else door.ledger.tallies.add(session.id, 'gate', gate?.id ?? '', { refused: 1 });
  door.ledger.scans.insert({
    deviceId: scanner.deviceId,
    scanId: scan.scanId,
    content: contentOf(scan),
    ticketId,
    sessionId: session.id,
    gateId: gate?.id ?? null,
    gateName: gate?.name ?? '',
    deviceName: scanner.deviceName,
    userId: scanner.userId,
    direction: scan.direction,
    result: decision.result,
    answer: verdict,
    entryId,
    scannedAt: scan.scannedAt ? Date.parse(scan.scannedAt) : now,
    decidedAt: now,
    undoneAt: null,
    undoReason: null,
  });
}

interface Arrival {
  session: SessionFacts;
  ticketId: string;
  typeId: string;
  isFirst: boolean;
  now: number;
}

function enter(door: DoorParts, facts: DoorFacts, { scan, scanner, gate }: ScanCommand, arrival: Arrival): string {
  const { session, ticketId, typeId, isFirst, now } = arrival;
  const id = door.ids.uuid();
  door.ledger.entries.insert({
    id,
    ticketId,
    sessionId: session.id,
    gateId: gate?.id ?? null,
    gateName: gate?.name ?? '',
    deviceName: scanner.deviceName,
    entryDeviceId: scanner.deviceId,
    entryScanId: scan.scanId,
    enteredAt: now,
    exitedAt: null,
    undoneAt: null,
    onlyEntry: !facts.event.reEntry,
  });
  door.ledger.tallies.add(session.id, 'type', typeId, { entered: isFirst ? 1 : 0, inside: 1 });
  door.ledger.tallies.add(session.id, 'gate', gate?.id ?? '', { entered: 1, inside: 1 });
  door.ledger.tallies.addEntryAt(now);
  return id;
}

function leave(door: DoorParts, session: SessionFacts, entry: StoredEntry, typeId: string, now: number): string {
  door.ledger.entries.setExit(entry, now);
  door.ledger.tallies.add(session.id, 'type', typeId, { inside: -1 });
  door.ledger.tallies.add(session.id, 'gate', entry.gateId ?? '', { inside: -1 });
  return entry.id;
}

const lineOf = ({ scan, scanner, gate }: ScanCommand, verdict: DecidedScan, now: number): ScanLine => ({
  scanId: scan.scanId,
  result: verdict.result,
  direction: scan.direction,
  attendeeName: verdict.ticket?.attendeeName ?? '',
  typeName: verdict.ticket?.typeName ?? '',
  number: verdict.ticket?.number ?? '',
  gateName: gate?.name ?? '',
  deviceName: scanner.deviceName,
  scannedAt: scan.scannedAt ?? iso(now),
  undone: false,
});
