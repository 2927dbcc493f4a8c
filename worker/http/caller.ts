import { createHmac, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Deps } from '../deps.ts';
import type { Caller } from '../domain/caller.ts';
import type { AppEnv } from './app-env.ts';

const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?everato\.session_token=([^;]+)/;

/** Resolved once, and only when a handler asks; without a session cookie it costs no query. */
export const withCaller = createMiddleware<AppEnv>(async (c, next) => {
  let caller: Promise<Caller> | undefined;
  const headers = c.req.raw.headers;
  c.set('caller', () => (caller ??= resolveCaller(headers, c.env, () => c.set('sessionIsOver', true))));
  await next();
});

export const hasSessionCookie = (headers: Headers) => SESSION_COOKIE.test(headers.get('cookie') ?? '');

async function resolveCaller(headers: Headers, deps: Deps, sessionIsOver: () => void): Promise<Caller> {
  const link = readLink(headers, deps);
  if (link) return link;
  const token = readSessionToken(headers, () => deps.seals.derive('sessions'));
  if (!token) return { kind: 'anonymous' };
  const user = await deps.users.findBySession(token);
  if (!user) sessionIsOver();
  return user ? { kind: 'user', user } : { kind: 'anonymous' };
}

function readLink(headers: Headers, deps: Deps): Caller | null {
  const [scheme, token] = (headers.get('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) return null;
  const claimed = deps.seals.readLinkToken(token);
  return claimed && { kind: 'link', token, ...claimed };
}

/** The cookie is `token.signature`, HMAC-SHA-256 in base64: a forged one is known without asking the database. */
export function readSessionToken(headers: Headers, secret: () => string): string | null {
  const cookie = SESSION_COOKIE.exec(headers.get('cookie') ?? '')?.[1];
  if (!cookie) return null;
  const [token = '', signature = ''] = splitAtLastDot(decode(cookie));
  const expected = createHmac('sha256', secret()).update(token).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}

const splitAtLastDot = (text: string) => [text.slice(0, text.lastIndexOf('.')), text.slice(text.lastIndexOf('.') + 1)];

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
