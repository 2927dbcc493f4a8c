import type { Context } from 'hono';
import { refusal, type Outcome, type Refusal } from '#domain/refusal.ts';
import type { AppEnv } from '../request/app-env.ts';
import { clientOf } from '../request/client-of.ts';

const MOST_UNKNOWN = 30;
const WINDOW_MS = 60_000;
const MOST_SUBJECTS = 20_000;

/** Counts codes that no event has, per subject and minute; of too many subjects the one that came first is dropped. */
export function createGuessCounter(most: number, windowMs: number, mostSubjects: number) {
  const counts = new Map<string, number>();
  let current = 0;
  const enter = (nowMs: number) => {
    const window = Math.floor(nowMs / windowMs);
    if (window !== current) counts.clear();
    current = window;
  };
  return {
    /** The milliseconds until these may try again; 0 where they may now. */
    waitMs(subjects: readonly string[], nowMs: number): number {
      enter(nowMs);
      return subjects.some((subject) => (counts.get(subject) ?? 0) >= most) ? (current + 1) * windowMs - nowMs : 0;
    },
    miss(subjects: readonly string[], nowMs: number): void {
      enter(nowMs);
      for (const subject of subjects) counts.set(subject, (counts.get(subject) ?? 0) + 1);
      const first = counts.keys().next().value;
      if (counts.size > mostSubjects && first !== undefined) counts.delete(first);
    },
  };
}

/** A hidden ticket type that the code doesn't reveal is refused as unknown, which tells a miss from a hit as well. */
const MISSES: readonly string[] = ['coupon_unknown', 'unknown_ticket_type'];
const guesses = createGuessCounter(MOST_UNKNOWN, WINDOW_MS, MOST_SUBJECTS);

/**
 * Runs a request that carries a coupon or access code, unless its sender has guessed too often. Only codes that the event
 * doesn't have count, wherever they are tried: by network and by account, and by event where neither is known. Counted
 * in this isolate's memory, like guests' bookings.
 */
export async function withCode<T>(
  c: Context<AppEnv>,
  { eventId, code }: { eventId: string; code: string | null | undefined },
  work: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (!code) return work();
  const subjects = await subjectsOf(c, eventId);
  const refused = tooOften(c, subjects);
  if (refused) return refused;
  const outcome = await work();
  if (!outcome.ok && MISSES.includes(outcome.code)) guesses.miss(subjects, c.env.clock.now().getTime());
  return outcome;
}

async function subjectsOf(c: Context<AppEnv>, eventId: string): Promise<string[]> {
  const client = clientOf(c);
  const caller = await c.var.caller();
  const known = [
    ...(client === null ? [] : [`network ${client}`]),
    ...(caller.kind === 'user' ? [`account ${caller.user.id}`] : []),
  ];
  return known.length > 0 ? known : [`event ${eventId}`];
}

function tooOften(c: Context<AppEnv>, subjects: readonly string[]): Refusal | null {
  const waitMs = guesses.waitMs(subjects, c.env.clock.now().getTime());
  return waitMs === 0 ? null : refusal('rate_limited', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
}
