export const WAITING_STATUSES = ['waiting', 'offered', 'accepted', 'declined', 'lapsed', 'left'] as const;
export type WaitingStatus = (typeof WAITING_STATUSES)[number];

/** A request for tickets of a type that is sold out. */
export interface WaitingEntry {
  id: string;
  ticketTypeId: string;
  quantity: number;
  name: string;
  email: string;
  emailNormalized: string;
  userId: string | null;
  locale: string;
  status: WaitingStatus;
  /** Served before all others: its buyer had paid and lost their places. */
  first: boolean;
  linkVersion: number;
  offeredAt: Date | null;
  createdAt: Date;
}

const MINUTE = 60_000;
const LONGEST = 12 * 60 * MINUTE;
const SHORTEST = 15 * MINUTE;

/** An offer is held for a quarter of the time to the end of sales, at most 12 hours and at least 15 minutes. */
export function offerEnds(now: Date, salesEnd: Date): Date {
  const quarter = (salesEnd.getTime() - now.getTime()) / 4;
  return new Date(now.getTime() + Math.max(SHORTEST, Math.min(LONGEST, Math.floor(quarter))));
}
