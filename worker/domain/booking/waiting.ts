export const WAITING_STATUSES = ['waiting', 'offered', 'accepted', 'declined', 'lapsed', 'left'] as const;
export type WaitingStatus = (typeof WAITING_STATUSES)[number];

/** A person who wants places of a type that is sold out. */
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
  /** Comes before all others: they had paid and lost their places. */
  first: boolean;
  linkVersion: number;
  offeredAt: Date | null;
  createdAt: Date;
}

const MINUTE = 60_000;
const LONGEST = 12 * 60 * MINUTE;
const SHORTEST = 15 * MINUTE;

/**
 * How long an offer is held: 12 hours or a quarter of the time to the end of sales, whichever is shorter, at least 15
 * minutes.
 */
export function offerEnds(now: Date, salesEnd: Date): Date {
  const quarter = (salesEnd.getTime() - now.getTime()) / 4;
  return new Date(now.getTime() + Math.max(SHORTEST, Math.min(LONGEST, Math.floor(quarter))));
}
