import type { Context } from 'hono';
import type { RateLimit } from '../../deps.ts';
import { networkOf } from '#domain/client-network.ts';
import { normalizeEmail } from '#domain/account/person.ts';
import { refusal, type Refusal } from '#domain/refusal.ts';
import type { AppEnv } from './app-env.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Counts this call against every limit; a refusal once one of them is passed. */
export async function tooOften(c: Context<AppEnv>, limits: RateLimit[]): Promise<Refusal | null> {
  const waitSeconds = await c.env.rateLimits.count(limits);
  return waitSeconds === null ? null : refusal('rate_limited', { retryAfterSeconds: waitSeconds });
}

/** Cloudflare names the client's address and lets nobody else name it; without Cloudflare (one's own machine): null. */
export function clientOf(c: Context<AppEnv>): string | null {
  const ip = c.req.header('cf-connecting-ip');
  return ip ? networkOf(ip) : null;
}

/** Where no client is named, only the limits per account hold. */
function perClient(c: Context<AppEnv>, name: string, most: number, perSeconds: number): RateLimit[] {
  const client = clientOf(c);
  return client ? [{ name: `${name} client`, subject: client, most, perSeconds }] : [];
}

/**
 * Guessing is stopped for the client that guesses, so that it can't lock the account's owner out; the ceiling over all
 * clients stops many that guess together. Tries that were refused don't count towards the ceiling: to reach it, and to
 * lock an owner out for a quarter of an hour, takes seven networks. Without Cloudflare all clients are one.
 */
export async function guessesTooOften(c: Context<AppEnv>, email: string): Promise<Refusal | null> {
  const own = { name: 'sign-in', subject: `${email} ${clientOf(c) ?? 'local'}`, most: 15, perSeconds: 15 * MINUTE };
  const refused = await tooOften(c, [own, ...perClient(c, 'sign-in', 60, 15 * MINUTE)]);
  return refused ?? tooOften(c, [{ name: 'sign-in everywhere', subject: email, most: 100, perSeconds: 15 * MINUTE }]);
}

/** Guessing a pairing code, ten characters of 25, would take longer than any event at this pace. */
export const pairingsTooOften = (c: Context<AppEnv>): Promise<Refusal | null> =>
  tooOften(c, [{ name: 'pairing', subject: clientOf(c) ?? 'local', most: 60, perSeconds: 10 * MINUTE }]);

/** Whatever sends mail: a few to one address however it is spelt, some more from one client. */
export const mailLimits = (c: Context<AppEnv>, name: string, email: string): RateLimit[] => [
  { name, subject: normalizeEmail(email), most: 5, perSeconds: HOUR },
  ...perClient(c, name, 30, HOUR),
];
