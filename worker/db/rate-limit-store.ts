import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from './client.ts';

export interface RateLimit {
  name: string;
  subject: string;
  most: number;
  perSeconds: number;
}

/** Counts addresses without storing them. */
const keyOf = (name: string, subject: string) =>
  `${name}:${createHash('sha256').update(subject.toLowerCase()).digest('base64url').slice(0, 22)}`;

export function createRateLimitStore(open: () => Db) {
  return {
    /** Counts one against each; the seconds to wait where one is passed, else null. */
    async count(limits: RateLimit[]): Promise<number | null> {
      const asked = limits.map((limit) => ({
        key: keyOf(limit.name, limit.subject),
        most: limit.most,
        secs: limit.perSeconds,
      }));
      const { rows } = await open().execute<{ wait: number | null }>(sql`
        with asked as (
          select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as r(key text, most int, secs int) order by key
        ), counted as (
          insert into rate_limits as r (key, count, window_started_at, window_ends_at)
          select key, 1, now(), now() + make_interval(secs => secs) from asked
          on conflict (key) do update set
            count = case when r.window_ends_at <= now() then 1 else r.count + 1 end,
            window_started_at = case when r.window_ends_at <= now() then now() else r.window_started_at end,
            window_ends_at = case when r.window_ends_at <= now() then excluded.window_ends_at else r.window_ends_at end
          returning key, count, window_ends_at
        )
        select ceil(extract(epoch from max(c.window_ends_at) - now()))::int as wait
        from counted c join asked a using (key) where c.count > a.most`);
      return rows[0]?.wait ?? null;
    },
    /** Throws away windows, links, keys and sessions that are over. */
    async forgetEnded(): Promise<void> {
      await open().execute(sql`delete from rate_limits where window_ends_at < now()`);
      await open().execute(sql`delete from verifications where expires_at < now() - interval '1 day'`);
      // A retry comes within minutes; the stored replies contain names and addresses.
      await open().execute(sql`delete from idempotency_keys where created_at < now() - interval '3 days'`);
      await open().execute(sql`delete from user_sessions where expires_at < now() - interval '1 day'`);
    },
  };
}

export type RateLimitStore = ReturnType<typeof createRateLimitStore>;
