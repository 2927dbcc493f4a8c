import type { TicketFacts } from './door.ts';
import type { ConflictReason } from './verdict.ts';

/** An entry of a ticket, with the revision that it was made on; null where that is no longer known. */
export interface EntryOnRevision {
  exitedAt: number | null;
  revision: number | null;
}

/**
 * Compares a change of a ticket that reached the door with an entry that the door had made by then: whether the guest came in on
 * what was no longer so. Only revisions and facts are compared, since clocks differ. `before` is what the door knew; null after
 * its copy was lost.
 */
export function lateChange(
  entry: EntryOnRevision,
  before: TicketFacts | null,
  after: TicketFacts,
): Extract<ConflictReason, 'cancelled_inside' | 'transferred_inside' | 'renamed_inside'> | null {
  const isInside = entry.exitedAt === null;
  const isNews = before !== null || entry.revision !== null;
  if (after.status === 'cancelled')
    return isInside && isNews && before?.status !== 'cancelled' ? 'cancelled_inside' : null;
  const isRevised = before === null || before.revision < after.revision;
  if (isRevised && entry.revision !== null && entry.revision < after.revision)
    return isInside ? 'transferred_inside' : null;
  // A ticket known by its signature alone has no name yet.
  const isRenamed = before?.number && before.attendeeName !== after.attendeeName;
  return isRenamed && before.revision === after.revision ? 'renamed_inside' : null;
}
