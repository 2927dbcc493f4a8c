import type { Subject } from '#domain/door/admission.ts';
import type { DecidedScan, DoorFacts, SessionFacts } from '#domain/door/door.ts';
import { countChange } from './count-change.ts';
import type { StoredEntry } from './entry-ledger.ts';
import type { DoorParts } from './parts.ts';
import type { Ruling } from './ruling.ts';
import { type ScanCommand, contentOf } from './scan-command.ts';

interface Ruled {
  subject: Subject;
  ruling: Ruling;
  verdict: DecidedScan;
  conflictId: string | undefined;
  /** When it happened, and when it is written down. */
  at: number;
  now: number;
}

export function record(door: DoorParts, facts: DoorFacts, command: ScanCommand, ruled: Ruled): void {
  const { scan, scanner, gate } = command;
  const { subject, ruling, verdict, conflictId, at, now } = ruled;
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
    entryId: move(door, facts, command, ruled),
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
  if (ruling.conflict && conflictId) raise(door, command, { subject, ruling, conflictId, now });
}

/** Brings the ticket in or out; the id of its entry. */
function move(
  door: DoorParts,
  facts: DoorFacts,
  command: ScanCommand,
  { subject, ruling, at, now }: Ruled,
): string | null {
  const { result, decision, session } = ruling;
  if (subject.kind === 'ticket') {
    const { ticket } = subject;
    const isConflict = ruling.conflict !== null;
    if (result === 'admitted')
      return enter(door, facts, command, { session, ticketId: ticket.id, isConflict, at, now });
    if (result === 'exited' && decision.result === 'exited')
      return leave(door, session, decision.entry as StoredEntry, at);
  }
  if (result !== 'admitted' && result !== 'exited')
    door.ledger.tallies.add(session.id, 'gate', command.gate?.id ?? '', { refused: 1 });
  return null;
}

interface Entrance {
  scan: { scanId: string };
  scanner: { deviceId: string; deviceName: string };
  gate: ScanCommand['gate'];
}

export interface Arrival {
  session: SessionFacts;
  ticketId: string;
  isConflict: boolean;
  /** Let in by a supervisor: beside an earlier entry that is over. */
  isOverride?: boolean;
  at: number;
  now: number;
}

export function enter(door: DoorParts, facts: DoorFacts, { scan, scanner, gate }: Entrance, arrival: Arrival): string {
  const { session, ticketId, isConflict, isOverride, at, now } = arrival;
  const id = door.ids.uuid();
  // Whoever came in before a session that is over by now has left with everybody else.
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
  };
  countChange(door, entry, () => door.ledger.entries.insert(entry));
  door.ledger.tallies.add(session.id, 'gate', gate?.id ?? '', { entered: 1, inside: isOver ? 0 : 1 });
  if (!isOver) door.ledger.tallies.addEntryAt(at);
  return id;
}

export function leave(door: DoorParts, session: SessionFacts, entry: StoredEntry, at: number): string {
  countChange(door, entry, () => door.ledger.entries.setExit(entry, at));
  door.ledger.tallies.add(session.id, 'gate', entry.gateId ?? '', { inside: -1 });
  return entry.id;
}

interface Raised {
  subject: Subject;
  ruling: Pick<Ruling, 'decision' | 'conflict'>;
  conflictId: string;
  now: number;
}

export function raise(
  door: DoorParts,
  { scan, scanner }: ScanCommand,
  { subject, ruling, conflictId, now }: Raised,
): void {
  const previous = 'previous' in ruling.decision ? (ruling.decision.previous as StoredEntry) : null;
  door.ledger.conflicts.insert({
    id: conflictId,
    ticketId: subject.kind === 'ticket' ? subject.ticket.id : null,
    deviceId: scanner.deviceId,
    scanId: scan.scanId,
    otherDeviceId: previous?.entryDeviceId ?? null,
    otherDeviceName: previous?.deviceName ?? '',
    reason: ruling.conflict!,
    noticedAt: now,
  });
}
