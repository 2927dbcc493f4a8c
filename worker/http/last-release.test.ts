import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RecordedRequest } from '../testing/recorded-request.ts';
import { createApi } from './api.ts';
import { fieldFaults, type Issue } from './request/field-fault.ts';
import { readerAmong } from './request/unknown-input.ts';

const file = join(import.meta.dirname, '../testing/requests-of-last-release.json');
const recorded: RecordedRequest[] = JSON.parse(readFileSync(file, 'utf8'));
const api = createApi();

/** Names the faults that this version finds in the request, which is read and not carried out. */
function notUnderstood({ method, path, query = {}, body = {} }: RecordedRequest): string[] {
  const matched = api.router.match(method, `/api/v1${path}`)[0].map(([[, route]]) => route);
  const endpoint = matched.filter((route) => route.method !== 'ALL');
  const handlers = endpoint.filter((route) => route.path === endpoint[0]?.path).map(({ handler }) => handler);
  if (handlers.length === 0) return ['no such endpoint'];
  return [...faultsOf('query', query), ...faultsOf('json', body)];

  function faultsOf(part: 'query' | 'json', sent: unknown): string[] {
    const schema = readerAmong(part, handlers);
    if (!schema) return Object.keys(sent as object).map((name) => `${part}: ${name} unknown`);
    const read = schema.safeParse(sent);
    if (read.success) return [];
    return fieldFaults(read.error.issues as Issue[]).map((fault) => `${part}: ${fault.path} ${fault.reason}`);
  }
}

test('all requests that the pages of the release before made in its browser tests are still understood', () => {
  expect(recorded.length).toBeGreaterThan(90);
  const lost = recorded.flatMap((request) =>
    notUnderstood(request).map((fault) => `${request.method} ${request.path} ${fault}`),
  );
  expect(lost).toEqual([]);
});

test('a request with a field, a parameter or a path that is gone would be found', () => {
  const gates = recorded.find(({ method, path }) => method === 'PUT' && path.endsWith('/gates'))!;
  const body = { ...(gates.body as object), order: 1 };
  expect(notUnderstood({ ...gates, body })).toEqual(['json: order unknown']);
  expect(notUnderstood({ ...gates, body: {} })).toEqual(['json: gates missing']);
  expect(notUnderstood({ ...gates, query: { all: '1' } })).toEqual(['query: all unknown']);
  expect(notUnderstood({ ...gates, path: `${gates.path}/all` })).toEqual(['no such endpoint']);
});
