import type { Subject } from '#domain/door/admission.ts';
import type { DecidedScan, SessionFacts } from '#domain/door/door.ts';
import { countChange } from './count-change.ts';
import type { StoredEntry } from './entry-ledger.ts';
import type { DoorParts } from './parts.ts';
import type { Ruling } from './ruling.ts';
import { type DoorTurn, type ScanCommand, contentOf } from './scan-command.ts';

interface Ruled {
  subject: Subject;
  ruling: Ruling;
  verdict: DecidedScan;
  /** The time of the scan. It is recorded at the turn's `now`. */
  at: number;
}

export function record(turn: DoorTurn, command: ScanCommand, ruled: Ruled): void {
  const { door, now } = turn;
  const { scan, scanner, gate } = command;
  const { subject, ruling, verdict, at } = ruled;
  door.ledger.scans.insert({
    deviceId: scanner.deviceId,
    scanId: scan.scanId,
    content: contentOf(scan),
    ticketId: subject.kind === 'ticket' ? subject.ticket.id : null,
    sessionId: ruling.session.id,
    gateId: gate?.id ?? null,
    gateName: gate?.name ?? '',
    deviceName: scanner.deviceName,
    userId: scanner.userId,
    direction: scan.direction,
    result: ruling.result,
    answer: verdict,
    entryId: move(turn, command, ruled),
    scannedAt: scan.scannedAt ? Math.min(Date.parse(scan.scannedAt), now) : at,
    decidedAt: now,
    undoneAt: null,
    undoReason: null,
    isOffline: scan.shown !== undefined,
    overriddenAt: null,
    overrideReason: null,
    overriddenByDevice: null,
    overriddenByUser: null,
  });
  if (ruling.conflict) raise(turn, command, { subject, decision: ruling.decision, conflict: ruling.conflict });
}

/** Checks the ticket in or out. Returns the id of its entry, or null if the scan was refused. */
function move(turn: DoorTurn, command: ScanCommand, { subject, ruling, at }: Ruled): string | null {
  const { door } = turn;
  const { result, decision, session } = ruling;
  if (subject.kind === 'ticket') {
    if (result === 'admitted') {
      const isConflict = ruling.conflict !== null;
      const revision = subject.revision ?? subject.ticket.revision;
      return enter(turn, command, { session, ticketId: subject.ticket.id, revision, isConflict, at });
    }
    if (result === 'exited' && decision.result === 'exited') return leave(door, decision.entry as StoredEntry, at);
  }
  if (result !== 'admitted' && result !== 'exited')
    door.ledger.tallies.addAtGate(session.id, command.gate?.id ?? null, REFUSED);
  return null;
}

const REFUSED = { refused: 1 };

interface Entrance {
  scan: { scanId: string };
  scanner: { deviceId: string; deviceName: string };
  gate: ScanCommand['gate'];
}

export interface Arrival {
  session: SessionFacts;
  ticketId: string;
  /** Of the code that was read; where it was found by number or name, of the ticket as the room knew it. */
  revision: number;
  isConflict: boolean;
  /** Admitted by a supervisor, beside an earlier entry that has ended. */
  isOverride?: boolean;
  at: number;
}

/** Records an entry. Returns its id. */
export function enter({ door, facts, now }: DoorTurn, { scan, scanner, gate }: Entrance, arrival: Arrival): string {
  const { session, ticketId, revision, isConflict, isOverride, at } = arrival;
  const id = door.ids.uuid();
  // The end of a session has checked everyone out of it, also those who entered before.
  const isOver = session.endsAt <= now;
  const entry = {
    id,
    ticketId,
    sessionId: session.id,
    gateId: gate?.id ?? null,
    gateName: gate?.name ?? '',
    deviceName: scanner.deviceName,
    entryDeviceId: scanner.deviceId,
    entryScanId: scan.scanId,
    enteredAt: at,
    exitedAt: isOver ? Math.max(at, session.endsAt) : null,
    undoneAt: null,
    onlyEntry: !facts.event.reEntry && !isOverride,
    isConflict,
    revision,
  };
  countChange(door, entry, () => door.ledger.entries.insert(entry));
  door.ledger.tallies.addAtGate(session.id, entry.gateId, isOver ? ENTERED_BEFORE_END : ENTERED);
  if (!isOver) door.ledger.tallies.addEntryAt(at);
  return id;
}

const ENTERED = { entered: 1, inside: 1 };
const ENTERED_BEFORE_END = { entered: 1, inside: 0 };
const LEFT = { inside: -1 };

/** Ends an entry. Returns its id. */
export function leave(door: DoorParts, entry: StoredEntry, at: number): string {
  countChange(door, entry, () => door.ledger.entries.setExit(entry, at));
  door.ledger.tallies.addAtGate(entry.sessionId, entry.gateId, LEFT);
  return entry.id;
}

interface Raised {
  subject: Subject;
  decision: Ruling['decision'];
  conflict: NonNullable<Ruling['conflict']>;
}

/** Records a conflict, for supervisors to close. */
export function raise({ door, now }: DoorTurn, { scan, scanner }: ScanCommand, raised: Raised): void {
  const { subject, decision, conflict } = raised;
  const previous = 'previous' in decision ? (decision.previous as StoredEntry) : null;
  door.ledger.conflicts.insert({
    id: conflict.id,
    ticketId: subject.kind === 'ticket' ? subject.ticket.id : null,
    deviceId: scanner.deviceId,
    scanId: scan.scanId,
    otherDeviceId: previous?.entryDeviceId ?? null,
    otherDeviceName: previous?.deviceName ?? '',
    reason: conflict.reason,
    noticedAt: now,
  });
}
