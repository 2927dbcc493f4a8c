import { sql } from 'drizzle-orm';
import type { Idempotency } from '#domain/box-office/command.ts';
import type { Db } from './client.ts';

export interface KeptAnswer {
  status: number;
  body: string;
}

/** Longer than any call takes: a call that hasn't finished by then never will. */
const GIVEN_UP = sql.raw(`interval '60 seconds'`);
const isOurs = ({ caller, key }: Idempotency, mark: string) =>
  sql`caller = ${caller} and key = ${key} and answer is null and created_at = ${mark}::timestamptz`;

export function createIdempotencyStore(db: () => Db) {
  return {
    async begin({
      caller,
      key,
      requestHash,
    }: Idempotency): Promise<
      { state: 'begun'; mark: string } | { state: 'done'; answer: KeptAnswer } | { state: 'busy' | 'other' }
    > {
      const begun = await db().execute<{
        mark: string;
      }>(sql`insert into idempotency_keys as k (caller, key, request_hash)
        values (${caller}, ${key}, ${requestHash}) on conflict (caller, key) do update set created_at = clock_timestamp()
        where k.answer is null and k.request_hash = excluded.request_hash and k.created_at < now() - ${GIVEN_UP}
        returning to_json(created_at) #>> '{}' as mark`);
      if (begun.rows[0]) return { state: 'begun', mark: begun.rows[0].mark };
      const found = await db().execute<{
        hash: string;
        answer: KeptAnswer | null;
      }>(sql`select request_hash as hash, answer
        from idempotency_keys where caller = ${caller} and key = ${key}`);
      const [row] = found.rows;
      if (row && row.hash !== requestHash) return { state: 'other' };
      // Without a row the first call has just been refused: a waiting call may start.
      return row?.answer ? { state: 'done', answer: row.answer } : { state: 'busy' };
    },
    async keep(call: Idempotency, mark: string, answer: KeptAnswer): Promise<void> {
      await db().execute(sql`update idempotency_keys set answer = ${JSON.stringify(answer)}::jsonb
        where ${isOurs(call, mark)}`);
    },
    async release(call: Idempotency, mark: string): Promise<void> {
      await db().execute(sql`delete from idempotency_keys where ${isOurs(call, mark)}`);
    },
  };
}

/** The first call holds the key until it is stored or released; a call that never returns holds it for a minute. */
export type IdempotencyStore = ReturnType<typeof createIdempotencyStore>;
