import type { OutboxLane } from './message.ts';

/** How a lane of the outbox is worked off. Together the lanes stay below the six sockets a room may hold open. */
export interface LaneRule<Lane extends OutboxLane = OutboxLane> {
  lane: Lane;
  /** Rows processed in parallel. */
  slots: number;
  /** Longer than one row can take; after a crash its rows come back when this is over. */
  leaseMs: number;
  /** Between two starts of one slot. */
  gapMs: number;
  firstDelayMs: number;
  longestDelayMs: number;
  /** Attempts after which a row is left to staff; infinite where staff could not do it. */
  attempts: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A day of trying: mail servers that are away come back within it. */
export const MAIL_LANE: LaneRule<'mail'> = {
  lane: 'mail',
  slots: 3,
  leaseMs: 2 * MINUTE,
  gapMs: 0,
  firstDelayMs: MINUTE,
  longestDelayMs: 60 * MINUTE,
  attempts: 28,
};

/** Places wait for these answers, so it asks often and never gives up; 2 slots and 100 ms are at most 20 a second. */
export const STRIPE_LANE: LaneRule<'stripe'> = {
  lane: 'stripe',
  slots: 2,
  leaseMs: MINUTE,
  gapMs: 100,
  firstDelayMs: 2 * SECOND,
  longestDelayMs: MINUTE,
  attempts: Infinity,
};

/** How long a row waits after its n-th try failed; null: it has been tried often enough. `random` is in [0, 1). */
export function retryDelayMs(rule: LaneRule, attempts: number, random: number): number | null {
  if (attempts >= rule.attempts) return null;
  const doubled = Math.min(rule.longestDelayMs, rule.firstDelayMs * 2 ** Math.min(attempts - 1, 30));
  // Up to a fifth later, so that a thousand mails refused together do not come back together.
  return Math.round(doubled * (1 + random / 5));
}
