import type { DoorRoom } from '../../worker/deps.ts';
import type { DoorParts } from './parts.ts';

/**
 * Returns which of the tickets have come in. From the ledger alone: it has what Postgres lacks, and the asker compares both. So
 * a room answers that has just woken, or that Postgres is away from.
 */
export async function attendance(
  { ledger }: Pick<DoorParts, 'ledger'>,
  ticketIds: string[],
): ReturnType<DoorRoom['attendance']> {
  const entries = ledger.entries.ofTickets(ticketIds);
  const idsOf = (some: typeof entries) => [...new Set(some.map(({ ticketId }) => ticketId))];
  return {
    ok: true,
    attendance: { wasIn: idsOf(entries), isIn: idsOf(entries.filter(({ exitedAt }) => exitedAt === null)) },
  };
}
