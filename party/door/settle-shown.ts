import { conflictOf } from '#domain/door/conflict.ts';
import type { DecidedScan, SessionFacts, TicketFacts } from '#domain/door/door.ts';
import type { DoorParts } from './parts.ts';
import { enter, leave, raise } from './record-scan.ts';
import { timeOf } from './ruling.ts';
import type { DoorTurn, ScanCommand, ScanOutcome } from './scan-command.ts';
import type { StoredScan } from './scan-ledger.ts';
import { undoEntry, undoExit } from './undo.ts';
import { lineOf } from './verdict.ts';

/**
 * Settles a scan that was decided here, although its device never got the verdict and decided alone. The device's
 * verdict counts, and the room's is undone. Returns null if both are the same.
 */
export function settleShown(turn: DoorTurn, command: ScanCommand, before: StoredScan): ScanOutcome | null {
  const { door, facts, now } = turn;
  const shown = command.scan.shown!.result;
  const isSettled = before.isOffline || before.undoneAt !== null || before.overriddenAt !== null;
  const session = facts.sessions.find((one) => one.id === before.sessionId);
  if (isSettled || shown === before.result || !session) return null;
  door.ledger.flushTurn();
  undoDecision(door, before, now);
  const at = timeOf(command.scan, now);
  const applied = applyShown(turn, command, { before, session, at });
  door.ledger.flushTurn();
  const { conflict } = applied;
  const answer: DecidedScan = { ...before.answer, result: shown, offline: true, ...(conflict && { conflict }) };
  door.ledger.scans.markShown(before, { result: shown, entryId: applied.entryId, answer });
  return { kind: 'decided', verdict: answer, line: lineOf(command, answer, at), conflictId: conflict?.id };
}

function undoDecision(door: DoorParts, scan: StoredScan, now: number): void {
  const { result, entryId, ticketId, sessionId, gateId } = scan;
  const entry =
    entryId && ticketId && sessionId ? door.ledger.entries.find({ ticketId, sessionId, id: entryId }) : null;
  if (entry && result === 'admitted') undoEntry(door, entry, now);
  if (entry && result === 'exited') undoExit(door, entry);
  if (sessionId && result !== 'admitted' && result !== 'exited')
    door.ledger.tallies.addAtGate(sessionId, gateId, { refused: -1 });
}

interface ShownScan {
  before: StoredScan;
  session: SessionFacts;
  at: number;
}

interface Applied {
  entryId: string | null;
  conflict?: DecidedScan['conflict'];
}

function applyShown(turn: DoorTurn, command: ScanCommand, shownScan: ShownScan): Applied {
  const { door } = turn;
  const { before, session, at } = shownScan;
  const shown = command.scan.shown!.result;
  const ticket = before.ticketId ? door.ledger.tickets.find(before.ticketId) : null;
  if (ticket && shown === 'admitted') return admitShown(turn, command, { ...shownScan, ticket });
  if (ticket && shown === 'exited') {
    const live = liveEntry(door, ticket, session);
    return { entryId: live && live.enteredAt <= at ? leave(door, live, at) : null };
  }
  if (shown !== 'admitted' && shown !== 'exited')
    door.ledger.tallies.addAtGate(session.id, command.gate?.id ?? null, { refused: 1 });
  return { entryId: null };
}

function admitShown(
  turn: DoorTurn,
  command: ScanCommand,
  { before, ticket, session, at }: ShownScan & { ticket: TicketFacts },
): Applied {
  const { door, facts } = turn;
  const reason = conflictOf('admitted', before.result);
  const type = facts.types.find((one) => one.id === ticket.typeId);
  const live = liveEntry(door, ticket, session);
  const { recognised } = command;
  const read = recognised.kind === 'token' ? recognised.token.revision : null;
  const revision = (recognised.kind === 'ticket' ? recognised.revision : read) ?? ticket.revision;
  const entryId = enter(turn, command, { session, ticketId: ticket.id, revision, isConflict: reason !== null, at });
  if (!reason || !type) return { entryId };
  const conflict = { id: door.ids.uuid(), reason };
  const decision = live ? { result: 'already_in' as const, session, previous: live } : { result: 'invalid' as const };
  raise(turn, command, { subject: { kind: 'ticket', ticket, type, revision: null }, decision, conflict });
  return { entryId, conflict };
}

const liveEntry = (door: DoorParts, ticket: TicketFacts, session: SessionFacts) =>
  door.ledger.entries.of(ticket.id, session.id).find((entry) => entry.exitedAt === null);
