import type { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import { REFUSALS, type ErrorCode } from '#domain/refusals.ts';
import type { AppEnv } from './app-env.ts';
import { OPERATIONS, refusalsOfAll, type Credential, type OperationFacts } from './operation-facts.ts';
import { statusOf } from './refuse.ts';

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
      link: { type: 'http' as const, scheme: 'bearer', description: 'The token of a secret link' },
      device: { type: 'http' as const, scheme: 'bearer', description: 'The token of a paired phone' },
      signature: { type: 'apiKey' as const, in: 'header' as const, name: 'stripe-signature' },
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
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => {
    const [name, named] = nameFile(path, item);
    return [name, withFacts(name, named)];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

type PathItem = NonNullable<NonNullable<Awaited<ReturnType<typeof generateSpecs>>['paths']>[string]>;

/** Adds to each operation of the path its credentials and the codes of its refusals. */
function withFacts(path: string, item: PathItem): PathItem {
  const entries = METHODS.flatMap((method) => {
    const operation = item[method];
    const { by, refusals } = OPERATIONS[`${method.toUpperCase()} ${path.replace('/api/v1', '')}`] ?? NOT_LISTED;
    if (!operation) return [];
    const { default: _replaced, ...responses } = operation.responses ?? {};
    const reads = { body: operation.requestBody !== undefined, path, method, by };
    const codes = [...new Set([...refusalsOfAll(reads), ...refusals])];
    const refused = { ...responses, ...refusedResponses(codes) };
    return [[method, { ...operation, security: by.map(requirementOf), responses: refused }]];
  });
  return { ...item, ...Object.fromEntries(entries) };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const NOT_LISTED: OperationFacts = { by: [], refusals: [] };
const requirementOf = (by: Credential) => (by === 'anyone' ? {} : { [by]: [] });

function refusedResponses(codes: readonly ErrorCode[]) {
  const byStatus = Map.groupBy(codes, statusOf);
  return Object.fromEntries(
    [...byStatus].map(([status, ones]) => {
      const schema = {
        allOf: [
          { $ref: '#/components/schemas/Error' },
          { properties: { error: { properties: { code: { enum: ones.toSorted() } } } } },
        ],
      };
      const description = ones.map((code) => `\`${code}\`: ${REFUSALS[code].message}`).join(' ');
      return [status, { description, content: { 'application/json': { schema } } }];
    }),
  );
}

/** OpenAPI paths have no patterns: the route's parameter `png`, a whole file name, becomes `{id}.png`. */
function nameFile(path: string, item: PathItem): [string, PathItem] {
  const ending = /\{(png|ics|pdf)\}$/.exec(path)?.[1];
  if (!ending || !item.get) return [path, item];
  const parameters = item.get.parameters?.map((one) =>
    'name' in one && one.name === ending ? { ...one, name: 'id' } : one,
  );
  return [path.replace(`{${ending}}`, `{id}.${ending}`), { ...item, get: { ...item.get, parameters } }];
}
