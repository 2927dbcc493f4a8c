import type { DeliveredEntry, DeliveredScan } from '../../worker/deps.ts';
import type { DecidedScan, DoorFacts } from '#domain/door/door.ts';
import type { CopyParts } from './copy-parts.ts';
import type { StoredScan } from './scan-ledger.ts';

const PAGE = 5000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Makes the room's memory anew from Postgres: at its first start, after its storage was lost, and when the database is
 * another (restored from a backup). What Postgres has not heard of yet stays.
 */
export async function rebuild(parts: CopyParts, facts: DoorFacts): Promise<void> {
  const { ledger, source, eventId, transaction } = parts;
  transaction(() => {
    const delivered = ledger.number('delivered');
    ledger.tickets.clear();
    ledger.scans.forgetUpTo(delivered);
    ledger.entries.forgetUpTo(delivered);
    ledger.conflicts.forgetUpTo(delivered);
    ledger.keepNumber('cursor', 0);
    ledger.keepNumber('rebuilt', 0);
  });
  for (
    let after = FIRST_ID, page: DeliveredEntry[];
    (page = await source.readAttendance(eventId, after, PAGE)).length > 0;
    after = page.at(-1)!.id
  ) {
    transaction(() => page.forEach((entry) => ledger.entries.restore(entry)));
  }
  for (
    let after: DeliveredScan | null = null, page: DeliveredScan[];
    (page = await source.readScans(eventId, after, PAGE)).length > 0;
    after = page.at(-1)!
  ) {
    transaction(() => page.forEach((scan) => ledger.scans.restore(restored(scan))));
  }
  const conflicts = await source.readOpenConflicts(eventId);
  transaction(() => conflicts.forEach((conflict) => ledger.conflicts.restore(conflict)));
  for (let cursor = 0; cursor < facts.ticketSeq;) {
    const page = await source.readTickets(eventId, cursor, PAGE);
    if (page.length === 0) break;
    cursor = page.at(-1)!.seq;
    transaction(() => {
      ledger.tickets.save(page);
      ledger.keepNumber('cursor', cursor);
    });
  }
  transaction(() => {
    ledger.tallies.recount();
    ledger.keepFacts(facts);
    ledger.keepNumber('rebuilt', 1);
  });
}

function restored(scan: DeliveredScan): StoredScan {
  const { rawCode, ...rest } = scan;
  const answer: DecidedScan = {
    scanId: scan.scanId,
    result: scan.result,
    repeat: false,
    decidedAt: new Date(scan.decidedAt).toISOString(),
  };
  // Postgres keeps the code and not the whole question: compared as far as it is known.
  return { ...rest, content: JSON.stringify([rawCode]), answer, entryId: null };
}
