import type { Entry } from './admission.ts';
import type { DoorCounts, TicketFacts } from './door.ts';

/** What one ticket adds to the counts of its session. */
export interface TicketCount {
  entered: number;
  inside: number;
}

/**
 * Tickets are counted, not the people who came with them: one that two doors let in while apart is one inside. Nobody
 * waits for a void one, whoever came with it.
 */
export function countOf(status: TicketFacts['status'], entries: readonly Pick<Entry, 'exitedAt'>[]): TicketCount {
  if (status === 'cancelled') return { entered: 0, inside: 0 };
  return { entered: Number(entries.length > 0), inside: Number(entries.some(({ exitedAt }) => exitedAt === null)) };
}

/** Where the tickets that may come are: the three together are all of them. */
export const whereTicketsAre = ({
  entered,
  inside,
  expected,
}: Pick<DoorCounts, 'entered' | 'inside' | 'expected'>) => ({
  inside,
  gone: entered - inside,
  toCome: expected - entered,
});
