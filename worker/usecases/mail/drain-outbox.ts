import type { Core, Delivery, LeasedRow, Outbox } from '../../deps.ts';
import { retryDelayMs, type LaneRule } from '#domain/mail/outbox-lane.ts';

export interface DrainDeps {
  outbox: Outbox;
  log: Core['log'];
  /** Returns a number in [0, 1) that spreads retries. */
  random(): number;
}
type Work = (row: LeasedRow) => Promise<Delivery>;

/**
 * Works on the due rows of a lane one after the other, and returns when none is left. Each row has its own lease, so
 * that a row that hangs delays no other; a row interrupted by a crash is leased again once its lease has expired.
 */
export async function drainOutbox(deps: DrainDeps, rule: LaneRule, work: Work): Promise<void> {
  for (;;) {
    const [row] = await deps.outbox.lease(rule.lane, 1, rule.leaseMs);
    if (!row) return;
    await Promise.all([settle(deps, rule, { row, work }), pause(rule.gapMs)]);
  }
}

async function settle(deps: DrainDeps, rule: LaneRule, { row, work }: { row: LeasedRow; work: Work }): Promise<void> {
  const delivery = await attempt(deps, row, work);
  if (delivery.ok) return deps.outbox.markSent(row);
  if (delivery.overtaken) return deps.outbox.markOvertaken(row, delivery.why);
  const delayMs = delivery.again ? retryDelayMs(rule, row.attempts, deps.random()) : null;
  if (delayMs === null) return deps.outbox.markFailed(row, delivery.why);
  return deps.outbox.putBack(row, delivery.why, delayMs);
}

/** A bug in one row's work must not stop the lane: it is logged, and the row is tried again. */
async function attempt(deps: DrainDeps, row: LeasedRow, work: Work): Promise<Delivery> {
  try {
    return await work(row);
  } catch (error) {
    deps.log.error('outbox row failed', { id: row.id, kind: row.kind, error: String(error) });
    return { ok: false, again: true, why: 'Something went wrong on our side; the log has the details.' };
  }
}

const pause = (ms: number) => (ms > 0 ? new Promise<void>((resolve) => setTimeout(resolve, ms)) : undefined);
