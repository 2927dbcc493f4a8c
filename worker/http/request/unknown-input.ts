import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { z } from 'zod';
import type { AppEnv } from './app-env.ts';
import { refuse } from './refuse.ts';

type Part = 'json' | 'query';
const READERS: Record<Part, WeakMap<object, z.ZodType>> = { json: new WeakMap(), query: new WeakMap() };

/** Notes that this handler reads the part by the schema, and refuses what that doesn't know. */
export function reads<H extends object>(part: Part, schema: z.ZodType, handler: H): H {
  READERS[part].set(handler, schema);
  return handler;
}

/** The schema by which one of these handlers reads the part; null where none does. */
export const readerAmong = (part: Part, handlers: readonly object[]) =>
  handlers.map((handler) => READERS[part].get(handler)).find((schema) => schema !== undefined) ?? null;

/** Paths at which another party decides what it sends. */
const OTHERS = /^\/api\/v1\/(payments\/webhook$|auth\/callback\/)/;

/** An endpoint that reads no query or no body takes none: it refuses each parameter and field by name. */
export const refuseUnknownInput = createMiddleware<AppEnv>(async (c, next) => {
  const endpoint = matchedRoutes(c).flatMap(({ method, handler }) => (method === 'ALL' ? [] : handler));
  if (endpoint.length === 0 || OTHERS.test(c.req.path)) return next();
  const query = readerAmong('query', endpoint) ? [] : Object.keys(c.req.query());
  const fields = readerAmong('json', endpoint) ? [] : await fieldsOf(c);
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
