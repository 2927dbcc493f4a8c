import type { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import type { AppEnv } from './app-env.ts';

const documentation = {
  openapi: '3.1.0',
  info: {
    title: 'Everato',
    version: '1.0.0',
    description:
      'Money is in integer minor units, times are ISO 8601, ids are UUIDs. Errors carry a stable code. Changing calls ' +
      'that are signed in by cookie must come from the site itself, as JSON; secret links travel as a bearer token.',
  },
  components: {
    securitySchemes: {
      session: { type: 'apiKey' as const, in: 'cookie' as const, name: 'everato.session_token' },
      link: { type: 'http' as const, scheme: 'bearer' },
    },
  },
};

/** Adds the OpenAPI document of all routes so far, made from the same schemas that validate. */
export function documented<S extends object>(api: Hono<AppEnv, S & Record<never, never>, '/api/v1'>) {
  // Keeps the document and never a promise of it: a Worker must not wait for another request's work.
  let made: object | undefined;
  api.get('/openapi.json', async (c) => c.json((made ??= await describeAll(api))));
  return api;
}

async function describeAll<S extends object>(api: Hono<AppEnv, S & Record<never, never>, '/api/v1'>): Promise<object> {
  const document = await generateSpecs(api, { documentation });
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => nameFile(path, item));
  return { ...document, paths: Object.fromEntries(paths) };
}

type PathItem = NonNullable<NonNullable<Awaited<ReturnType<typeof generateSpecs>>['paths']>[string]>;

/** OpenAPI paths have no patterns: the route's parameter `png`, a whole file name, becomes `{id}.png`. */
function nameFile(path: string, item: PathItem): [string, PathItem] {
  const ending = /\{(png|ics|pdf)\}$/.exec(path)?.[1];
  if (!ending || !item.get) return [path, item];
  const parameters = item.get.parameters?.map((one) =>
    'name' in one && one.name === ending ? { ...one, name: 'id' } : one,
  );
  return [path.replace(`{${ending}}`, `{id}.${ending}`), { ...item, get: { ...item.get, parameters } }];
}
