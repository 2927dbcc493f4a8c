import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../../../dev/stack.ts';
import type { FieldFault } from '#domain/field-fault.ts';
import { type ApiAnswer, type ApiClient, openApiClient } from '../../testing/api-client.ts';
import { createEventOnSale, type EventForSale } from '../../testing/event-on-sale.ts';
import { type ApiDocument, fillPath, type Operation, operationsOf, sampleOf } from '../../testing/operations.ts';
import { signIn } from '../../testing/signed-in.ts';

let stack: Stack;
let call: ApiClient;
let document: ApiDocument;
let operations: Operation[];
let sale: EventForSale;
let cookie: string;

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir, stripe: true });
  call = openApiClient(stack.url);
  document = (await call('GET', '/openapi.json')).json;
  operations = operationsOf(document);
  const secret = stack.bindings.EVERATO_SECRET!;
  sale = await createEventOnSale(stack.databaseUrl, { secret });
  ({ cookie } = await signIn({ databaseUrl: stack.databaseUrl, secret }, 'super_admin'));
});
afterAll(() => stack?.stop());

const UNKNOWN = '018f0000-0000-7000-8000-00000000dead';
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
const address = ({ path }: Operation) => fillPath(path, () => UNKNOWN);
function namesOf({ json }: ApiAnswer): string[] {
  const faults: FieldFault[] = json?.error?.details?.fields ?? [];
  return faults.filter(({ reason }) => reason === 'unknown').map(({ path }) => path);
}
const isNamed = (answer: ApiAnswer, name: string) =>
  answer.status === 400 && answer.json?.error?.code === 'unknown_field' && namesOf(answer).includes(name);

/** Stripe decides what it sends. */
const OTHERS = ['POST /payments/webhook'];
/** A scanner of another version may still have a queue to deliver. */
const ANY_VERSION = ['POST /checkin/mark'];

test('every operation refuses an unknown query parameter by its name', async () => {
  const wrong: string[] = [];
  expect(operations.length).toBeGreaterThan(90);
  for (const operation of operations) {
    const body = operation.method === 'GET' ? undefined : {};
    const answer = await call(operation.method, `${address(operation)}?surplus=1`, { cookie, body });
    if (!isNamed(answer, 'surplus')) wrong.push(nameOf(operation));
  }
  expect(wrong).toEqual(OTHERS);
});

/** The body with a surplus field in one of its objects after the other, and the path of that field. */
function* withSurplus(value: unknown, path = ''): Generator<[unknown, string]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [{ ...value, surplus: 1 }, `${path}surplus`];
  for (const [key, inner] of Object.entries(value))
    for (const [sent, at] of withSurplus(inner, `${path}${key}.`)) {
      const copy = Array.isArray(value) ? [...value] : { ...value };
      yield [Object.assign(copy, { [key]: sent }), at];
    }
}

test('every operation refuses an unknown field by its path, in every object of its body', async () => {
  const wrong: string[] = [];
  let depth = 0;
  for (const operation of operations.filter(({ method }) => method !== 'GET')) {
    const body = operation.schema ? sampleOf(document, operation.schema, {}) : {};
    for (const [sent, at] of withSurplus(body)) {
      depth = Math.max(depth, at.split('.').length);
      const answer = await call(operation.method, address(operation), { cookie, body: JSON.stringify(sent) });
      if (!isNamed(answer, at)) wrong.push(`${nameOf(operation)} ${at}: ${answer.status} ${answer.text}`);
    }
  }
  const isExempt = (line: string) => [...OTHERS, ...ANY_VERSION].some((name) => line.startsWith(name));
  expect(wrong.filter((line) => !isExempt(line))).toEqual([]);
  expect(depth).toBeGreaterThan(2);
});

test('a misspelt coupon books nothing, and a misspelt filter lists nothing', async () => {
  const items = [{ ticketTypeId: sale.typeIds[0]!, quantity: 1 }];
  const order = { eventId: sale.eventId, items, buyer: { name: 'Ada', email: 'ada@example.com' } };
  const misspelt = await call('POST', '/bookings/create', { body: { ...order, coupon: 'HALF' } });
  expect([misspelt.status, misspelt.json.error.details.fields]).toEqual([
    400,
    [{ path: 'coupon', message: 'Unknown', reason: 'unknown' }],
  ]);
  expect((await call('POST', '/bookings/create', { body: order })).status).toBe(201);
  const filtered = await call('GET', `/events/${sale.eventId}/bookings?kind=paid`, { cookie });
  expect([filtered.status, namesOf(filtered)]).toEqual([400, ['kind']]);
});

test('an old scanner’s marks and the words of other parties may hold more than this version knows', async () => {
  const mark = { eventId: sale.eventId, code: 'ABCD-EFGH', scanId: UNKNOWN, colour: 'red' };
  expect((await call('POST', '/checkin/mark', { cookie, body: mark })).json.result).toBe('invalid');
  const news = await call('POST', '/payments/webhook?from=stripe', { body: { any: 'thing' } });
  expect(news.json.error.code).toBe('invalid_signature');
  const back = await call('GET', '/auth/callback/github?code=x&state=y&iss=z', {});
  expect(back.text).not.toContain('unknown_field');
});
