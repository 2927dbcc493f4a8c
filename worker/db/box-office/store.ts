import type { ClientBase, DatabaseError, Pool, PoolClient } from 'pg';
import { OutcomeUnknown, StoreAway, TurnCollision } from '#domain/box-office/failure.ts';
import { loadDesk } from './load.ts';
import { persistDesk } from './persist.ts';
import { readQuote } from './quote.ts';
import { nextHoldExpiry, readStock } from './stock.ts';
import type { Command } from '#domain/box-office/command.ts';
import type { Clock } from '../../ground.ts';
import type { Desk, LoadedDesk } from '#domain/box-office/desk.ts';
import type { StockView } from '#domain/event/inventory.ts';
import type { Quote, QuoteRequest } from '#domain/box-office/quote.ts';
import type { Outcome } from '#domain/refusal.ts';

export interface TurnTransaction {
  /** Null where there is no such event. The time is read once the event is locked. */
  load(commands: readonly Command[], clock: Clock): Promise<LoadedDesk | null>;
  persist(desk: Desk): Promise<void>;
}

/**
 * The box office's rows in Postgres. Plain `pg` with prepared statements: this is the hot path. Every statement is
 * set-based, so that a turn needs the same number of them whatever its size, and they are sent together (the pool
 * pipelines).
 */
export function createBoxOfficeStore(pool: Pool) {
  return {
    /**
     * Commits when `work` returns. Throws `StoreAway` before anything was done, `OutcomeUnknown` when the commit's
     * answer was lost, `TurnCollision` when it should be done again.
     */
    async transact<T>(eventId: string, work: (transaction: TurnTransaction) => Promise<T>): Promise<T> {
      const client = await connect(pool);
      let broken: Error | undefined;
      try {
        return await inTransaction(client, eventId, work);
      } catch (error) {
        broken = isAway(error) ? (error as Error) : undefined;
        throw error;
      } finally {
        client.release(broken);
      }
    },
    stock: (eventId: string, now: Date): Promise<StockView | null> => readStock(pool, eventId, now),
    quote: (eventId: string, request: QuoteRequest, now: Date): Promise<Outcome<{ quote: Quote }>> =>
      readQuote(pool, { eventId, request }, now),
    nextHoldExpiry: (eventId: string): Promise<Date | null> => nextHoldExpiry(pool, eventId),
  };
}

/** The box office's rows. One turn is one transaction. */
export type BoxOfficeStore = ReturnType<typeof createBoxOfficeStore>;

async function inTransaction<T>(
  client: ClientBase,
  eventId: string,
  work: (transaction: TurnTransaction) => Promise<T>,
): Promise<T> {
  // Not awaited: it is sent with the statements that follow, and if it fails so do they.
  const begun = client.query('begin');
  begun.catch(() => {});
  try {
    const result = await work({
      load: (commands, clock) => loadDesk({ client, eventId, commands }, clock),
      persist: (desk) => persistDesk(client, desk),
    });
    await begun;
    await commit(client);
    return result;
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) await rollBack(client);
    throw named(error);
  }
}

async function commit(client: ClientBase): Promise<void> {
  try {
    await client.query('commit');
  } catch (error) {
    throw isAway(error) ? new OutcomeUnknown('The answer to the commit was lost', { cause: error }) : error;
  }
}

/** A failed rollback needs no handling: the connection is gone, and the transaction with it. */
const rollBack = (client: ClientBase) => client.query('rollback').catch(() => {});

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw new StoreAway('No connection to Postgres', { cause: error });
  }
}

const COLLIDING = new Set([
  'bookings_reference_unique',
  'tickets_number_unique',
  'idempotency_keys_caller_key_pk',
  'stripe_events_pkey',
]);
/** Deadlock and serialization failure: the database chose this transaction as the victim and asks for a retry. */
const AGAIN = new Set(['40001', '40P01']);

function named(error: unknown): unknown {
  const { code, constraint } = error as DatabaseError;
  if (AGAIN.has(code ?? '') || (code === '23505' && COLLIDING.has(constraint ?? ''))) {
    return new TurnCollision(`Collided at ${constraint ?? code}`, { cause: error });
  }
  return isAway(error) && !(error instanceof OutcomeUnknown) ? new StoreAway('Postgres left', { cause: error }) : error;
}

/** Any error that isn't the server's answer to a statement: broken pipes, time-outs, shutdown (class 57, 08). */
function isAway(error: unknown): boolean {
  if (error instanceof StoreAway || error instanceof OutcomeUnknown) return true;
  const { code, severity } = error as DatabaseError;
  if (severity) return severity === 'FATAL' || severity === 'PANIC' || /^(57P|08)/.test(code ?? '');
  return (
    /^(E[A-Z]+)$/.test(code ?? '') ||
    /connection|terminated|timeout|socket|stream/i.test((error as Error)?.message ?? '')
  );
}
