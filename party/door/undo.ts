import type { DeliveredEntry, DoorRoom } from '../../worker/deps.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { countChange } from './count-change.ts';
import { countsOf } from './counts.ts';
import type { StoredEntry } from './entry-ledger.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';
import type { StoredScan } from './scan-ledger.ts';

const UNDO_WINDOW_MS = 15 * 60_000;

/** Undoes a scan. An undone entry no longer counts; after an undone exit the ticket is checked in again. */
export async function undo(
  door: DoorParts,
  scanner: Scanner,
  request: { scanId: string; reason: string },
): ReturnType<DoorRoom['undo']> {
  const known = await ready(door);
  if (!known.ok) return known;
  const outcome = door.transaction(() => undoNow(door, scanner, request));
  if (!outcome.ok) return outcome;
  await door.durable();
  const line = door.ledger.scans.last(200, known.facts).find((one) => one.scanId === request.scanId);
  door.announcer.announce(line ? [line] : []);
  door.announcer.notify({ type: 'undone', scanId: request.scanId });
  door.deliverSoon();
  return { ok: true, counts: countsOf(door)! };
}

function undoNow(door: DoorParts, scanner: Scanner, request: { scanId: string; reason: string }): Outcome<object> {
  const now = door.clock.now().getTime();
  const own = door.ledger.scans.find(scanner.deviceId, request.scanId);
  const scan = own ?? door.ledger.scans.findByScanId(request.scanId);
  if (!scan) return refusal('not_found');
  if (!own && !scanner.mayUndoAny) return refusal('not_your_scan');
  if (scan.undoneAt !== null) return { ok: true };
  if (!scanner.mayUndoAny && now - scan.decidedAt > UNDO_WINDOW_MS) return refusal('undo_expired');
  const entry = entryOf(door, scan);
  const isEntry = scan.result === 'admitted' || scan.overriddenAt !== null;
  const undoIt = isEntry ? undoEntry : scan.result === 'exited' && !isOver(door, scan, now) ? undoExit : null;
  if (!entry || !undoIt?.(door, entry, now)) return refusal('nothing_to_undo');
  if (scan.overriddenAt !== null && !isOver(door, scan, now)) reopen(door, entry, scan.overriddenAt);
  door.ledger.scans.markUndone(scan, { at: now, reason: request.reason, entryId: entry.id });
  door.ledger.tallies.store();
  return { ok: true };
}

/** The end of a session has checked everyone out, and no one can be checked in to it again. */
const isOver = (door: DoorParts, { sessionId }: StoredScan, now: number) =>
  (door.copy.facts()?.sessions.find(({ id }) => id === sessionId)?.endsAt ?? Infinity) <= now;

/** Removes the exit that an override gave an earlier entry, since no one scanned that exit. */
function reopen(door: DoorParts, { ticketId, sessionId }: DeliveredEntry, overriddenAt: number): void {
  const ended = door.ledger.entries.of(ticketId, sessionId).at(-1);
  if (ended?.exitedAt !== overriddenAt) return;
  if (undoExit(door, ended)) door.ledger.scans.touch(ended);
}

/** Marks an entry as undone. Returns false if it was undone before. */
export function undoEntry(door: DoorParts, entry: DeliveredEntry, now: number): boolean {
  if (entry.undoneAt !== null) return false;
  countChange(door, entry, () => door.ledger.entries.setUndone(entry, now));
  const inside = entry.exitedAt === null ? -1 : 0;
  door.ledger.tallies.addAtGate(entry.sessionId, entry.gateId, { entered: -1, inside });
  return true;
}

/** Removes an exit. Returns false if the ticket was checked in again since. */
export function undoExit(door: DoorParts, entry: StoredEntry & Partial<DeliveredEntry>): boolean {
  if (entry.exitedAt === null || (entry.undoneAt ?? null) !== null) return false;
  const latest = door.ledger.entries.of(entry.ticketId, entry.sessionId).at(-1);
  if (latest?.id !== entry.id) return false;
  countChange(door, entry, () => door.ledger.entries.setExit(entry, null));
  door.ledger.tallies.addAtGate(entry.sessionId, entry.gateId, { inside: 1 });
  return true;
}

/** A scan restored from Postgres has no link to its entry, but the entry has one to the scan. */
const entryOf = (door: DoorParts, { entryId, ticketId, sessionId, deviceId, scanId }: StoredScan) =>
  entryId && ticketId && sessionId
    ? door.ledger.entries.find({ ticketId, sessionId, id: entryId })
    : door.ledger.entries.findByScan(deviceId, scanId, ticketId);
