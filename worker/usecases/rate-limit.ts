import type { RateLimit, Deps } from '../deps.ts';
import { normalizeEmail } from '#domain/account/person.ts';
import { refusal, type Refusal } from '#domain/refusal.ts';

type LimitDeps = Pick<Deps, 'rateLimits'>;
/** An address that was named, and the network that named it; null where the network is unknown. */
interface Attempt {
  email: string;
  client: string | null;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Counts an attempt against every limit. Returns a refusal once one of them is exceeded. */
async function tooOften({ rateLimits }: LimitDeps, limits: RateLimit[]): Promise<Refusal | null> {
  const waitSeconds = await rateLimits.count(limits);
  return waitSeconds === null ? null : refusal('rate_limited', { retryAfterSeconds: waitSeconds });
}

/** Without a network only the limits per account apply. */
const perClient = (client: string | null, limit: Omit<RateLimit, 'subject'>): RateLimit[] =>
  client === null ? [] : [{ ...limit, name: `${limit.name} client`, subject: client }];

/**
 * Stops the client that guesses, so that it can't lock out the account's owner. The limit over all clients stops many
 * that guess together. Refused attempts don't count towards it: to reach it, and to lock an owner out for a quarter of
 * an hour, takes seven networks. Without Cloudflare all clients are one.
 */
export async function guessesTooOften(deps: LimitDeps, { email, client }: Attempt): Promise<Refusal | null> {
  const window = { perSeconds: 15 * MINUTE };
  const refused = await tooOften(deps, [
    { ...window, name: 'sign-in', subject: `${email} ${client ?? 'local'}`, most: 15 },
    ...perClient(client, { ...window, name: 'sign-in', most: 60 }),
  ]);
  return refused ?? tooOften(deps, [{ ...window, name: 'sign-in everywhere', subject: email, most: 100 }]);
}

/** At this pace guessing a pairing code, ten characters of 25, takes longer than any event. */
export const pairingsTooOften = (deps: LimitDeps, client: string | null): Promise<Refusal | null> =>
  tooOften(deps, [{ name: 'pairing', subject: client ?? 'local', most: 60, perSeconds: 10 * MINUTE }]);

/** Limits what sends email: a few messages to one address however it is spelt, more from one client. */
export const mailTooOften = (deps: LimitDeps, name: string, { email, client }: Attempt): Promise<Refusal | null> =>
  tooOften(deps, [
    { name, subject: normalizeEmail(email), most: 5, perSeconds: HOUR },
    ...perClient(client, { name, most: 30, perSeconds: HOUR }),
  ]);
