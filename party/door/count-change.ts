import { countOf } from '#domain/door/figures.ts';
import type { EntryKey } from './entry-ledger.ts';
import type { DoorParts } from './parts.ts';
import { changeOf } from './tallies.ts';

/** Applies a change to a ticket's entries in a session, and counts its effect. */
export function countChange(
  { ledger }: Pick<DoorParts, 'ledger'>,
  { ticketId, sessionId }: Pick<EntryKey, 'ticketId' | 'sessionId'>,
  change: () => void,
): void {
  const ticket = ledger.tickets.find(ticketId);
  const count = () => ticket && countOf(ticket.status, ledger.entries.of(ticketId, sessionId));
  const before = count();
  change();
  const after = count();
  if (ticket && before && after) ledger.tallies.addOfType(sessionId, ticket.typeId, changeOf(before, after));
}
