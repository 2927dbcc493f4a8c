import { conflictOf } from '#domain/door/conflict.ts';
import type { DecidedScan, DoorFacts, SessionFacts, TicketFacts } from '#domain/door/door.ts';
import type { DoorParts } from './parts.ts';
import { enter, leave, raise } from './record-scan.ts';
import { timeOf } from './ruling.ts';
import type { ScanCommand, ScanOutcome } from './scan-command.ts';
import type { StoredScan } from './scan-ledger.ts';
import { undoEntry, undoExit } from './undo.ts';
import { lineOf } from './verdict.ts';

/**
 * A scan that was decided here, but its answer never reached the device, which then decided by itself: what it did
 * counts, and what was done here is taken back. Null where both said the same.
 */
export function settleShown(
  door: DoorParts,
  facts: DoorFacts,
  command: ScanCommand,
  before: StoredScan,
  now: number,
): ScanOutcome | null {
  const shown = command.scan.shown!.result;
  const isSettled = before.isOffline || before.undoneAt !== null || before.overriddenAt !== null;
  const session = facts.sessions.find((one) => one.id === before.sessionId);
  if (isSettled || shown === before.result || !session) return null;
  door.ledger.flushTurn();
  takeBack(door, before, now);
  const at = timeOf(command.scan, now);
  const done = doShown(door, facts, command, before, { session, at, now });
  door.ledger.flushTurn();
  const answer: DecidedScan = { ...before.answer, result: shown, offline: true, ...done.answer };
  door.ledger.scans.markShown(before, { result: shown, entryId: done.entryId, answer });
  return { kind: 'decided', verdict: answer, line: lineOf(command, answer, at), conflictId: done.answer.conflict?.id };
}

function takeBack(door: DoorParts, { result, entryId, ticketId, sessionId, gateId }: StoredScan, now: number): void {
  const entry =
    entryId && ticketId && sessionId ? door.ledger.entries.find({ ticketId, sessionId, id: entryId }) : null;
  if (entry && result === 'admitted') undoEntry(door, entry, now);
  if (entry && result === 'exited') undoExit(door, entry);
  if (sessionId && result !== 'admitted' && result !== 'exited')
    door.ledger.tallies.add(sessionId, 'gate', gateId ?? '', { refused: -1 });
}

interface Then {
  session: SessionFacts;
  at: number;
  now: number;
}
type Done = { entryId: string | null; answer: Pick<DecidedScan, 'conflict'> };

function doShown(door: DoorParts, facts: DoorFacts, command: ScanCommand, before: StoredScan, then: Then): Done {
  const shown = command.scan.shown!.result;
  const ticket = before.ticketId ? door.ledger.tickets.find(before.ticketId) : null;
  if (ticket && shown === 'admitted') return letIn(door, facts, command, { before, ticket, ...then });
  if (ticket && shown === 'exited') return { entryId: letOut(door, ticket, then), answer: {} };
  if (shown !== 'admitted' && shown !== 'exited')
    door.ledger.tallies.add(then.session.id, 'gate', command.gate?.id ?? '', { refused: 1 });
  return { entryId: null, answer: {} };
}

function letIn(
  door: DoorParts,
  facts: DoorFacts,
  command: ScanCommand,
  { before, ticket, ...then }: Then & { before: StoredScan; ticket: TicketFacts },
): Done {
  const reason = conflictOf('admitted', before.result);
  const type = facts.types.find((one) => one.id === ticket.typeId);
  const live = liveOf(door, ticket, then);
  const isConflict = reason !== null;
  const entryId = enter(door, facts, command, { ticketId: ticket.id, isConflict, ...then });
  if (!reason || !type) return { entryId, answer: {} };
  const conflictId = door.ids.uuid();
  const { session, now } = then;
  const decision = live ? { result: 'already_in' as const, session, previous: live } : { result: 'invalid' as const };
  const subject = { kind: 'ticket' as const, ticket, type, revision: null };
  raise(door, command, { subject, ruling: { decision, conflict: reason }, conflictId, now });
  return { entryId, answer: { conflict: { id: conflictId, reason } } };
}

function letOut(door: DoorParts, ticket: TicketFacts, then: Then): string | null {
  const live = liveOf(door, ticket, then);
  return live && live.enteredAt <= then.at ? leave(door, then.session, live, then.at) : null;
}

const liveOf = (door: DoorParts, ticket: TicketFacts, { session }: Then) =>
  door.ledger.entries.of(ticket.id, session.id).find((entry) => entry.exitedAt === null);
