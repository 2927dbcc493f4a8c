import type { TicketFacts } from './door.ts';
import type { ConflictReason } from './verdict.ts';

type Changing = Pick<TicketFacts, 'status' | 'revision' | 'attendeeName'>;

/**
 * The change that the door learns of after it has admitted the ticket as it was before. Revisions are compared, never
 * clocks: an entry was decided on the copy that this change replaces.
 */
export function lateChange(before: Changing, after: Changing): ConflictReason | null {
  if (before.status === 'valid' && after.status === 'cancelled') return 'cancelled_inside';
  if (after.status !== 'valid') return null;
  if (after.revision > before.revision) return 'transferred_inside';
  return after.attendeeName === before.attendeeName ? null : 'renamed_inside';
}
