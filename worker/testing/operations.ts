/** One operation of the OpenAPI document, as far as tests need it to call all of them. */
export interface Operation {
  method: string;
  /** Below `/api/v1`, with `{name}` for each path parameter. */
  path: string;
  tag: string;
  query: string[];
  /** Of its JSON body. */
  schema: JsonSchema | null;
}

export interface JsonSchema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  minLength?: number;
  minItems?: number;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

interface Described {
  tags?: string[];
  parameters?: { in: string; name: string }[];
  requestBody?: { content?: Record<string, { schema: JsonSchema }> };
}
export interface ApiDocument {
  paths: Record<string, Record<string, Described>>;
  components?: { schemas?: Record<string, JsonSchema> };
}

export function operationsOf(document: ApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase(),
      path: path.replace('/api/v1', ''),
      tag: described.tags?.[0] ?? '',
      query: (described.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name),
      schema: described.requestBody?.content?.['application/json']?.schema ?? null,
    })),
  );
}

export const fillPath = (path: string, value: (name: string) => string) =>
  path.replace(/\{([^}]+)\}/g, (_, name: string) => value(name));

/** A body that the schema accepts, every optional field included; `known` gives values by field name. */
export function sampleOf(document: ApiDocument, schema: JsonSchema, known: Record<string, unknown>): unknown {
  const sample = (inner: JsonSchema, name: string): unknown => {
    if (inner.$ref) return sample(document.components!.schemas![inner.$ref.split('/').at(-1)!]!, name);
    if (name in known) return known[name];
    const choice = (inner.anyOf ?? inner.oneOf ?? inner.allOf)?.[0];
    if (choice) return sample(choice, name);
    if (inner.const !== undefined) return inner.const;
    if (inner.enum) return inner.enum[0];
    switch (inner.type) {
      case 'object':
        return Object.fromEntries(Object.entries(inner.properties ?? {}).map(([key, of]) => [key, sample(of, key)]));
      case 'array':
        return [sample(inner.items ?? {}, name.replace(/s$/, ''))];
      case 'integer':
      case 'number':
        return Math.max(inner.minimum ?? 1, 1);
      case 'boolean':
        return false;
      default:
        return inner.format === 'uuid' ? '018f0000-0000-7000-8000-000000000001' : 'x'.repeat(inner.minLength ?? 8);
    }
  };
  return sample(schema, '');
}

const LONG = 'x'.repeat(30_000);

/** Values that almost no field expects. */
export const RUBBISH: unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e9, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e308],
  ...['', ' ', 'a\u0000b', '\ud800', LONG, '__proto__', "'; drop table users; --", '../..', '%00', '-1', '1e400'],
  ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ...[[], [null], [[]], {}, { length: 1 }, Array.from({ length: 2000 }, () => 0)],
];

/** The body with one field at a time replaced by rubbish, or left out. */
export function* spoilt(body: unknown): Generator<unknown> {
  for (const rubbish of RUBBISH) yield rubbish;
  if (typeof body !== 'object' || body === null) return;
  if (Array.isArray(body)) yield [...body, ...body];
  for (const [key, value] of Object.entries(body)) {
    const put = (inner: unknown) => Object.assign(Array.isArray(body) ? [...body] : { ...body }, { [key]: inner });
    yield put(undefined);
    for (const inner of spoilt(value)) yield put(inner);
  }
}

/** As they appear in an address. */
export const RUBBISH_WORDS = [
  ...[
    '',
    '0',
    '-1',
    '1.5',
    '1e9',
    '1e400',
    '99999999999999999999',
    'NaN',
    'null',
    'true',
    '%00',
    'a%00b',
    '%ff',
    '%ED%A0%80',
  ],
  ...[
    '..%2F..',
    '%27%3B--',
    'x'.repeat(2000),
    '__proto__',
    '[]',
    '%7B%7D',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
  ],
  ...['ffffffff-ffff-ffff-ffff-ffffffffffff', '018f0000-0000-7000-8000-000000000001'],
  ...[
    'WyJub3QgYSBkYXRlIiwiMDE4ZjAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0',
    'WyJcdTAwMDAiLCIwMThmMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ',
  ],
];
