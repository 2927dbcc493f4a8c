import type { DeliveredEntry, DeliveredScan } from '../../worker/deps.ts';
import type { DecidedScan, DoorFacts } from '#domain/door/door.ts';
import type { CopyParts } from './copy-parts.ts';
import { raiseLateChanges } from './raise-late-changes.ts';
import type { StoredScan } from './scan-ledger.ts';

const PAGE = 5000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Rebuilds the room's storage from Postgres: at its first start, after its storage was lost, and after the database was
 * replaced (restored from a backup). Undelivered changes stay.
 */
export async function rebuild(parts: CopyParts, facts: DoorFacts): Promise<void> {
  const { ledger, source, doorId, transaction } = parts;
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
    (page = await source.readAttendance(doorId, after, PAGE)).length > 0;
    after = page.at(-1)!.id
  ) {
    transaction(() => page.forEach((entry) => ledger.entries.restore(entry)));
  }
  for (
    let after: DeliveredScan | null = null, page: DeliveredScan[];
    (page = await source.readScans(doorId, after, PAGE)).length > 0;
    after = page.at(-1)!
  ) {
    transaction(() => page.forEach((scan) => ledger.scans.restore(restored(scan))));
  }
  const conflicts = await source.readOpenConflicts(doorId);
  transaction(() => conflicts.forEach((conflict) => ledger.conflicts.restore(conflict)));
  for (let cursor = 0; cursor < facts.ticketSeq;) {
    const page = await source.readTickets(doorId, cursor, PAGE);
    if (page.length === 0) break;
    cursor = page.at(-1)!.seq;
    transaction(() => {
      if (!facts.event.isCancelled) raiseLateChanges(parts, page);
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
  // Postgres keeps only the code of a scan, so repetitions are compared by the code alone.
  return { ...rest, content: JSON.stringify([rawCode]), answer, entryId: null };
}
