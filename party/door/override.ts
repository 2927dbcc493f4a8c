import type { DoorRoom } from '../../worker/deps.ts';
import { isOverridable } from '#domain/door/admission.ts';
import { currentSessions } from '#domain/door/session.ts';
import type { DecidedScan, DoorFacts } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { countsOf } from './counts.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';
import { enter, leave } from './record-scan.ts';
import type { StoredScan } from './scan-ledger.ts';

/** A refused scan that a supervisor lets in after all; its verdict stays on record, with who did it and why. */
export async function override(
  door: DoorParts,
  scanner: Scanner,
  request: { scanId: string; reason: string },
): ReturnType<DoorRoom['override']> {
  if (!scanner.maySupervise) return refusal('forbidden');
  const known = await ready(door);
  if (!known.ok) return known;
  const outcome = door.transaction(() => overrideNow(door, known.facts, scanner, request));
  if (!outcome.ok) return outcome;
  await door.durable();
  const line = door.ledger.scans.last(200, known.facts).find((one) => one.scanId === request.scanId);
  door.announcer.announce(line ? [line] : []);
  door.deliverSoon();
  return { ok: true, verdict: outcome.verdict, counts: countsOf(door)! };
}

function overrideNow(
  door: DoorParts,
  facts: DoorFacts,
  scanner: Scanner,
  request: { scanId: string; reason: string },
): Outcome<{ verdict: DecidedScan }> {
  const scan =
    door.ledger.scans.find(scanner.deviceId, request.scanId) ?? door.ledger.scans.findByScanId(request.scanId);
  if (!scan) return refusal('not_found');
  if (scan.overriddenAt !== null && scan.undoneAt === null)
    return { ok: true, verdict: { ...scan.answer, repeat: true } };
  const ticket = scan.ticketId && door.ledger.tickets.find(scan.ticketId);
  const isOpen = isOverridable(scan.result) && scan.direction === 'entry' && scan.undoneAt === null;
  if (!isOpen || !ticket || ticket.status !== 'valid') return refusal('not_overridable');
  const now = door.clock.now().getTime();
  const verdict: DecidedScan = { ...scan.answer, result: 'admitted', overridden: true, repeat: false };
  const entryId = letIn(door, facts, scan, now);
  const { deviceId, userId } = scanner;
  door.ledger.scans.markOverridden(scan, {
    at: now,
    reason: request.reason,
    deviceId,
    userId,
    entryId,
    answer: verdict,
  });
  door.ledger.tallies.store();
  return { ok: true, verdict };
}

/** In place of an earlier entry that is still open: one ticket is one person inside. */
function letIn(door: DoorParts, facts: DoorFacts, scan: StoredScan, now: number): string {
  const own = facts.sessions.find((one) => one.id === scan.sessionId && one.endsAt > now);
  const session = own ?? currentSessions(facts.sessions, now)[0]!;
  const ticketId = scan.ticketId!;
  for (const entry of door.ledger.entries.of(ticketId, session.id))
    if (entry.exitedAt === null) {
      leave(door, session, entry, now);
      door.ledger.scans.touch(entry);
    }
  const gate = facts.gates.find((one) => one.id === scan.gateId) ?? null;
  const at = { deviceId: scan.deviceId, deviceName: scan.deviceName };
  return enter(
    door,
    facts,
    { scan, scanner: at, gate },
    {
      ...{ session, ticketId, isConflict: false, isOverride: true, at: now, now },
    },
  );
}
