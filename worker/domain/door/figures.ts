import type { Entry } from './admission.ts';
import type { DoorCounts, TicketFacts } from './door.ts';

/** One ticket's part of the counts of its session. */
export interface TicketCount {
  entered: number;
  inside: number;
}

/**
 * Counts tickets, not the people who came with them: one that two offline doors admitted is one inside. A void ticket
 * is never expected.
 */
export function countOf(status: TicketFacts['status'], entries: readonly Pick<Entry, 'exitedAt'>[]): TicketCount {
  if (status === 'cancelled') return { entered: 0, inside: 0 };
  return { entered: Number(entries.length > 0), inside: Number(entries.some(({ exitedAt }) => exitedAt === null)) };
}

/** The state of all valid tickets: the three add up to their number. */
export const whereTicketsAre = ({
  entered,
  inside,
  expected,
}: Pick<DoorCounts, 'entered' | 'inside' | 'expected'>) => ({
  inside,
  gone: entered - inside,
  toCome: expected - entered,
});
