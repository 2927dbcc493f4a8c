import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { AppEnv } from './app-env.ts';
import { refuse } from './refuse.ts';

type Part = 'json' | 'query';
const READERS: Record<Part, WeakSet<object>> = { json: new WeakSet(), query: new WeakSet() };

/** Notes that this handler reads the part and refuses what it doesn't know in it. */
export function reads<H extends object>(part: Part, handler: H): H {
  READERS[part].add(handler);
  return handler;
}

/** Paths at which another party decides what it sends. */
const OTHERS = /^\/api\/v1\/(payments\/webhook$|auth\/callback\/)/;

/** An endpoint that reads no query or no body takes none: it refuses each parameter and field by name. */
export const refuseUnknownInput = createMiddleware<AppEnv>(async (c, next) => {
  const endpoint = matchedRoutes(c).filter(({ method }) => method !== 'ALL');
  if (endpoint.length === 0 || OTHERS.test(c.req.path)) return next();
  const isRead = (part: Part) => endpoint.some(({ handler }) => READERS[part].has(handler));
  const query = isRead('query') ? [] : Object.keys(c.req.query());
  const fields = isRead('json') ? [] : await fieldsOf(c);
  if (fields === 'not JSON') return refuse(c, { code: 'invalid_json' });
  const unknown = [...query, ...fields].map((path) => ({ path, message: 'Unknown', reason: 'unknown' }));
  return unknown.length > 0 ? refuse(c, { code: 'unknown_field', details: { fields: unknown } }) : next();
});

async function fieldsOf(c: Context<AppEnv>): Promise<string[] | 'not JSON'> {
  // A picture is no JSON, and its endpoint reads it.
  if (!c.req.header('content-type')?.startsWith('application/json')) return [];
  const text = await c.req.text();
  if (text === '') return [];
  try {
    const sent: unknown = JSON.parse(text);
    return typeof sent === 'object' && sent !== null ? Object.keys(sent) : ['body'];
  } catch {
    return 'not JSON';
  }
}
