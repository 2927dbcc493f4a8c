import type { SourcedTicket } from '../../worker/deps.ts';
import { lateChange } from '#domain/door/late-change.ts';
import type { CopyParts } from './copy-parts.ts';

/**
 * Records a conflict for each entry that a pulled change of its ticket contradicts. Called in the transaction that saves the
 * change, before it is saved. Returns the ids of the conflicts.
 */
export function raiseLateChanges(
  { ledger, ids, clock }: Pick<CopyParts, 'ledger' | 'clock' | 'ids'>,
  changed: readonly SourcedTicket[],
): string[] {
  const entries = Map.groupBy(ledger.entries.ofTickets(changed.map(({ id }) => id)), ({ ticketId }) => ticketId);
  if (entries.size === 0) return [];
  return changed.flatMap((ticket) => {
    const entered = entries.get(ticket.id);
    const before = entered ? ledger.tickets.find(ticket.id) : null;
    // The last of several stays is the one to look at.
    const entry = entered?.findLast((one) => lateChange(one, before, ticket) !== null);
    const reason = entry ? lateChange(entry, before, ticket) : null;
    if (!entry || !reason) return [];
    const conflict = {
      id: ids.uuid(),
      ticketId: ticket.id,
      deviceId: entry.entryDeviceId,
      scanId: entry.entryScanId,
      otherDeviceId: null,
      otherDeviceName: '',
      reason,
      noticedAt: clock.now().getTime(),
    };
    return ledger.conflicts.insert(conflict) ? conflict.id : [];
  });
}
