import { createHmac, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Deps, DeviceKey } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import { readDeviceToken } from '../../usecases/door/device-token.ts';
import type { AppEnv } from './app-env.ts';

const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?everato\.session_token=([^;]+)/;

/** Resolves the caller once, and only when a handler asks; without a session cookie it costs no query. */
export const withCaller = createMiddleware<AppEnv>(async (c, next) => {
  let caller: Promise<Caller> | undefined;
  const headers = c.req.raw.headers;
  c.set('caller', () => (caller ??= resolveCaller(headers, c.env, (why) => c.set('noLonger', why))));
  await next();
});

export const hasSessionCookie = (headers: Headers) => SESSION_COOKIE.test(headers.get('cookie') ?? '');

type NoLonger = NonNullable<AppEnv['Variables']['noLonger']>;

async function resolveCaller(headers: Headers, deps: Deps, isNoLonger: (why: NoLonger) => void): Promise<Caller> {
  const bearer = readBearer(headers);
  const link = bearer && deps.seals.readLinkToken(bearer);
  if (link) return { kind: 'link', token: bearer, ...link };
  const device = bearer && readDeviceToken(deps, bearer);
  if (device) return resolveDevice(deps, device, isNoLonger);
  const token = readSessionToken(headers, () => deps.seals.derive('sessions'));
  if (!token) return { kind: 'anonymous' };
  const user = await deps.users.findBySession(token);
  if (!user) isNoLonger('session_expired');
  return user ? { kind: 'user', user } : { kind: 'anonymous' };
}

function readBearer(headers: Headers): string | null {
  const [scheme, token] = (headers.get('authorization') ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && token ? token : null;
}

/** The event's room knows its devices, so that a door opens without Postgres. */
async function resolveDevice(deps: Deps, key: DeviceKey, isNoLonger: (why: NoLonger) => void): Promise<Caller> {
  const opened = await deps.rooms.door(key.eventId).openDevice(key);
  if (opened.ok) return { kind: 'device', eventId: key.eventId, scanner: opened.scanner };
  // A door whose room has no data yet can't tell whether the device is valid.
  if (opened.code === 'unavailable') throw Object.assign(new Error('door away'), { retryable: true });
  if (opened.code === 'device_revoked') isNoLonger('device_revoked');
  return { kind: 'anonymous' };
}

/** The cookie is `token.signature`, HMAC-SHA-256 in base64: a forged one is found out without a query. */
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
