import type { Core, Delivery, LeasedRow, Outbox, UnreadableRow } from '../../deps.ts';
import type { OutboxLane } from '#domain/mail/message.ts';
import { retryDelayMs, type LaneRule } from '#domain/mail/outbox-lane.ts';

export interface DrainDeps {
  outbox: Outbox;
  log: Core['log'];
  /** Returns a number in [0, 1) that spreads retries. */
  random(): number;
}
type Work<Lane extends OutboxLane> = (row: LeasedRow<Lane>) => Promise<Delivery>;
type Drained<Lane extends OutboxLane> = {
  rule: LaneRule<Lane>;
  row: LeasedRow<Lane> | UnreadableRow;
  work: Work<Lane>;
};

/**
 * Works on the due rows of a lane one after the other, and returns when none is left. Each row has its own lease, so
 * that a row that hangs delays no other; a row interrupted by a crash is leased again once its lease has expired.
 */
export async function drainOutbox<Lane extends OutboxLane>(
  deps: DrainDeps,
  rule: LaneRule<Lane>,
  work: Work<Lane>,
): Promise<void> {
  for (;;) {
    const [row] = await deps.outbox.lease(rule.lane, 1, rule.leaseMs);
    if (!row) return;
    await Promise.all([settle(deps, { rule, row, work }), pause(rule.gapMs)]);
  }
}

async function settle<Lane extends OutboxLane>(deps: DrainDeps, { rule, row, work }: Drained<Lane>): Promise<void> {
  if ('unreadable' in row) return deps.outbox.markFailed(row, row.unreadable);
  const delivery = await attempt(deps, row, work);
  if (delivery.ok) return deps.outbox.markSent(row);
  if (delivery.overtaken) return deps.outbox.markOvertaken(row, delivery.why);
  const delayMs = delivery.again ? retryDelayMs(rule, row.attempts, deps.random()) : null;
  if (delayMs === null) return deps.outbox.markFailed(row, delivery.why);
  return deps.outbox.putBack(row, delivery.why, delayMs);
}

/** A bug in one row's work must not stop the lane: it is logged, and the row is tried again. */
async function attempt<Lane extends OutboxLane>(
  deps: DrainDeps,
  row: LeasedRow<Lane>,
  work: Work<Lane>,
): Promise<Delivery> {
  try {
    return await work(row);
  } catch (error) {
    deps.log.error('outbox row failed', { id: row.id, kind: row.message.kind, error: String(error) });
    return { ok: false, again: true, why: 'Something went wrong on our side; the log has the details.' };
  }
}

const pause = (ms: number) => (ms > 0 ? new Promise<void>((resolve) => setTimeout(resolve, ms)) : undefined);
