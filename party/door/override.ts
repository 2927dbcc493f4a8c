import type { DoorRoom } from '../../worker/deps.ts';
import { isOverridable } from '#domain/door/admission.ts';
import { currentSessions } from '#domain/door/session.ts';
import type { DecidedScan, TicketFacts } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { countsOf } from './counts.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';
import { enter, leave } from './record-scan.ts';
import type { DoorTurn } from './scan-command.ts';
import type { StoredScan } from './scan-ledger.ts';

/** Admits a refused scan on a supervisor's decision. Its verdict stays on record, with the supervisor and the reason. */
export async function override(
  door: DoorParts,
  scanner: Scanner,
  request: { scanId: string; reason: string },
): ReturnType<DoorRoom['override']> {
  if (!scanner.maySupervise) return refusal('forbidden');
  const known = await ready(door);
  if (!known.ok) return known;
  const { facts } = known;
  const turn: DoorTurn = { door, facts, now: door.clock.now().getTime() };
  const outcome = door.transaction(() => overrideNow(turn, scanner, request));
  if (!outcome.ok) return outcome;
  await door.durable();
  const line = door.ledger.scans.last(200, facts).find((one) => one.scanId === request.scanId);
  door.announcer.announce(line ? [line] : []);
  door.deliverSoon();
  return { ok: true, verdict: outcome.verdict, counts: countsOf(door)! };
}

function overrideNow(
  turn: DoorTurn,
  { deviceId, userId }: Scanner,
  { scanId, reason }: { scanId: string; reason: string },
): Outcome<{ verdict: DecidedScan }> {
  const { ledger } = turn.door;
  const scan = ledger.scans.find(deviceId, scanId) ?? ledger.scans.findByScanId(scanId);
  if (!scan) return refusal('not_found');
  if (scan.overriddenAt !== null && scan.undoneAt === null)
    return { ok: true, verdict: { ...scan.answer, repeat: true } };
  const ticket = scan.ticketId && ledger.tickets.find(scan.ticketId);
  const isOpen = isOverridable(scan.result) && scan.direction === 'entry' && scan.undoneAt === null;
  if (!isOpen || !ticket || ticket.status !== 'valid') return refusal('not_overridable');
  const answer: DecidedScan = { ...scan.answer, result: 'admitted', overridden: true, repeat: false };
  const entryId = admit(turn, scan, ticket);
  ledger.scans.markOverridden(scan, { at: turn.now, reason, deviceId, userId, entryId, answer });
  ledger.tallies.store();
  return { ok: true, verdict: answer };
}

/** Checks the ticket in, and out of an earlier entry that is still open: a ticket is one person inside. */
function admit(turn: DoorTurn, scan: StoredScan, { id: ticketId, revision }: TicketFacts): string {
  const { door, facts, now } = turn;
  const own = facts.sessions.find((one) => one.id === scan.sessionId && one.endsAt > now);
  const session = own ?? currentSessions(facts.sessions, now)[0]!;
  for (const entry of door.ledger.entries.of(ticketId, session.id))
    if (entry.exitedAt === null) {
      leave(door, entry, now);
      door.ledger.scans.touch(entry);
    }
  const gate = facts.gates.find((one) => one.id === scan.gateId) ?? null;
  const scanner = { deviceId: scan.deviceId, deviceName: scan.deviceName };
  const arrival = { session, ticketId, revision, isConflict: false, isOverride: true, at: now };
  return enter(turn, { scan, scanner, gate }, arrival);
}
