import type { Context } from 'hono';
import { refusal, type Refusal } from '#domain/refusal.ts';
import type { AppEnv } from '../request/app-env.ts';
import { clientOf } from '../request/client-of.ts';

const MOST_PER_WINDOW = 30;
const WINDOW_MS = 60_000;
const MOST_CLIENTS = 20_000;

/**
 * Counts in one-minute windows that all clients share. With more clients than it can hold, the one that came first is
 * dropped.
 */
export function createWindow(most: number, windowMs: number, mostClients: number) {
  const counts = new Map<string, number>();
  let current = 0;
  /** Returns the milliseconds to wait; 0 when the request is within the limit. */
  return function count(client: string, nowMs: number): number {
    const window = Math.floor(nowMs / windowMs);
    if (window !== current) counts.clear();
    current = window;
    const made = (counts.get(client) ?? 0) + 1;
    counts.set(client, made);
    const first = counts.keys().next().value;
    if (counts.size > mostClients && first !== undefined) counts.delete(first);
    return made > most ? (window + 1) * windowMs - nowMs : 0;
  };
}

const count = createWindow(MOST_PER_WINDOW, WINDOW_MS, MOST_CLIENTS);

/**
 * Keeps one client from holding all tickets under made-up addresses. It counts in this isolate's memory, because a
 * guest's booking opens no connection to Postgres: a client that is served by several isolates can make as many times
 * more. Without Cloudflare clients can't be told apart and nothing is counted.
 */
export async function guestBooksTooOften(c: Context<AppEnv>): Promise<Refusal | null> {
  const client = clientOf(c);
  if (client === null || (await c.var.caller()).kind === 'user') return null;
  const waitMs = count(client, c.env.clock.now().getTime());
  return waitMs === 0 ? null : refusal('rate_limited', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
}
