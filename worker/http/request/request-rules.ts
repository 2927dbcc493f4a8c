import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env.ts';
import { hasSessionCookie } from './caller.ts';
import { refuse } from './refuse.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const MB = 1024 * 1024;
const isImageUpload = (c: Context) => c.req.path === '/api/v1/images';

const limitTo = (maxSize: number) => bodyLimit({ maxSize, onError: (c) => refuse(c, { code: 'body_too_large' }) });
const general = limitTo(MB);
const images = limitTo(5 * MB);

/** 1 MB is enough for everything but a picture. */
export const limitBody = createMiddleware<AppEnv>((c, next) => (isImageUpload(c) ? images : general)(c, next));

/** A form on another site can send a body, but not as JSON. */
export const requireJson = createMiddleware<AppEnv>(async (c, next) => {
  const empty = c.req.raw.body === null || c.req.header('content-length') === '0';
  if (READING.has(c.req.method) || empty || isImageUpload(c)) return next();
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' ? next() : refuse(c, { code: 'unsupported_media_type' });
});

/**
 * Requests with a session cookie must come from the site itself. Secret links travel in a header that no other site can
 * set, and Stripe's webhook carries neither, so both pass without an Origin.
 */
export const requireOwnOrigin = createMiddleware<AppEnv>(async (c, next) => {
  if (READING.has(c.req.method) || c.req.header('authorization')) return next();
  const origin = c.req.header('origin');
  const own = origin === new URL(c.env.baseUrl).origin || origin === new URL(c.req.url).origin;
  const allowed = own || (origin === undefined && !hasSessionCookie(c.req.raw.headers));
  return allowed ? next() : refuse(c, { code: 'wrong_origin' });
});
