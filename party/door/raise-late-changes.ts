import { lateChange } from '#domain/door/late-change.ts';
import type { TicketFacts } from '#domain/door/door.ts';
import type { CopyParts } from './copy-parts.ts';

/**
 * Compares pulled tickets with the copy that they replace, before they do. A guest who is inside on a ticket that was
 * cancelled, transferred or renamed meanwhile is a conflict. Returns the ids of the new ones.
 */
export function raiseLateChanges(
  { ledger, clock, ids }: Pick<CopyParts, 'ledger' | 'clock' | 'ids'>,
  pulled: readonly TicketFacts[],
): string[] {
  return pulled.flatMap((after) => {
    const before = ledger.tickets.find(after.id);
    // A ticket that was known by its signature alone was in conflict from the start.
    const reason = before && before.bookingId !== null ? lateChange(before, after) : null;
    if (!reason) return [];
    return ledger.entries
      .ofTickets([after.id])
      .filter((entry) => entry.exitedAt === null)
      .filter(({ entryDeviceId, entryScanId }) => !ledger.conflicts.isOpen(entryDeviceId, entryScanId))
      .flatMap(({ entryDeviceId: deviceId, entryScanId: scanId }) => {
        const id = ids.uuid();
        const noticedAt = clock.now().getTime();
        const other = { otherDeviceId: null, otherDeviceName: '' };
        return ledger.conflicts.insert({ id, ticketId: after.id, deviceId, scanId, ...other, reason, noticedAt })
          ? [id]
          : [];
      });
  });
}
