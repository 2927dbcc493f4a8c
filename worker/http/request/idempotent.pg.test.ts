import { Hono } from 'hono';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { openDatabase, type Db } from '../../db/client.ts';
import { createIdempotencyStore } from '../../db/idempotency-store.ts';
import type { Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import { silent } from '../../testing/stripe-shop.ts';
import type { AppEnv } from './app-env.ts';
import { idempotent } from './idempotent.ts';
import { onError } from './on-error.ts';
import { refuse } from './refuse.ts';

const adminUrl = inject('postgresAdminUrl');
let url: string;
let client: pg.Client;
let db: Db;
/** Created objects, in order. */
let made: string[] = [];

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  client = new pg.Client(url);
  await client.connect();
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 8 });
});
afterAll(async () => {
  await db.$client.end();
  await client.end();
  await dropDatabase(adminUrl, url);
});
beforeEach(() => (made = []));

const app = new Hono<AppEnv>();
app.onError(onError);
app.use(async (c, next) => {
  const id = c.req.header('x-user');
  const token = c.req.header('x-link');
  const caller = token ? { kind: 'link', token } : id ? { kind: 'user', user: { id } } : { kind: 'anonymous' };
  c.set('caller', async () => caller as Caller);
  await next();
});
app.post('/things', idempotent, async (c) => {
  const { name, wait = 0 } = await c.req.json<{ name: string; wait?: number }>();
  await new Promise((resolve) => setTimeout(resolve, wait));
  made.push(name);
  if (name === 'bad') return refuse(c, { code: 'event_incomplete' });
  if (name === 'bug') throw new Error('bug');
  return c.json({ name, number: made.length }, 201);
});

const post = async (key: string | null, body: object, headers: Record<string, string> = {}) => {
  const sent = { ...headers, ...(key !== null && { 'idempotency-key': key }), 'content-type': 'application/json' };
  const env = { idempotency: createIdempotencyStore(() => db), log: silent } as unknown as Deps;
  const answer = await app.request('/things', { method: 'POST', body: JSON.stringify(body), headers: sent }, env);
  return { status: answer.status, text: await answer.text() };
};
const newKey = () => crypto.randomUUID();
const codeOf = ({ status, text }: { status: number; text: string }) => [status, JSON.parse(text).error?.code];

test('without a key every call is its own; with one the same call is done once, byte for byte', async () => {
  const key = newKey();
  await post(null, { name: 'a' });
  await post(null, { name: 'a' });
  const first = await post(key, { name: 'a' });
  expect(first).toEqual({ status: 201, text: '{"name":"a","number":3}' });
  expect(await post(key, { name: 'a' })).toEqual(first);
  expect(made).toHaveLength(3);
});

test('simultaneous calls are one: the second waits for the first’s response', async () => {
  const key = newKey();
  const answers = await Promise.all(Array.from({ length: 6 }, () => post(key, { name: 'slow', wait: 300 })));
  expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['{"name":"slow","number":1}']));
  expect(made).toEqual(['slow']);
});

test('another body under the same key is a conflict, also while the first is at work', async () => {
  const key = newKey();
  const first = post(key, { name: 'a', wait: 300 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(codeOf(await post(key, { name: 'b' }))).toEqual([409, 'idempotency_conflict']);
  await first;
  expect(codeOf(await post(key, { name: 'b' }))).toEqual([409, 'idempotency_conflict']);
  expect(made).toEqual(['a']);
});

test('keys are per caller', async () => {
  const key = newKey();
  for (const headers of [{}, { 'x-user': 'ada' }, { 'x-user': 'bob' }, { 'x-link': 'one' }, { 'x-link': 'two' }]) {
    const first = await post(key, { name: 'a' }, headers as Record<string, string>);
    expect(await post(key, { name: 'a' }, headers as Record<string, string>)).toEqual(first);
  }
  expect(made).toHaveLength(5);
});

test('refusals and failures aren’t kept: the key can succeed later, and a waiting call tries', async () => {
  for (const [name, status] of [
    ['bad', 422],
    ['bug', 500],
  ] as const) {
    made = [];
    const key = newKey();
    const [first, second] = await Promise.all([post(key, { name, wait: 200 }), post(key, { name, wait: 200 })]);
    expect([first.status, second.status, (await post(key, { name, wait: 200 })).status]).toEqual([
      status,
      status,
      status,
    ]);
    expect(made).toHaveLength(3);
  }
  const { rows } = await client.query('select 1 from idempotency_keys where answer is null');
  expect(rows).toEqual([]);
});

test('a call cut off by a crash holds its key for a minute; then a repetition carries it out', async () => {
  const key = newKey();
  const first = await post(key, { name: 'a' });
  // As a Worker leaves it that dies before it answers.
  await client.query('update idempotency_keys set answer = null, created_at = now() where key = $1', [key]);
  expect(codeOf(await post(key, { name: 'a' }))).toEqual([409, 'idempotency_conflict']);
  await client.query(`update idempotency_keys set created_at = now() - interval '61 seconds' where key = $1`, [key]);
  const again = await Promise.all([post(key, { name: 'a' }), post(key, { name: 'a' })]);
  expect(again[0]).toEqual(again[1]);
  expect(again[0]).not.toEqual(first);
  expect(made).toEqual(['a', 'a']);
});

test('a call that was taken over does not replace the response that was given instead', async () => {
  const key = newKey();
  const slow = post(key, { name: 'a', wait: 600 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await client.query(`update idempotency_keys set created_at = now() - interval '61 seconds' where key = $1`, [key]);
  const taken = await post(key, { name: 'a', wait: 600 });
  await slow;
  expect(await post(key, { name: 'a', wait: 600 })).toEqual(taken);
});

test('a key that could be guessed is refused', async () => {
  expect(codeOf(await post('1234', { name: 'a' }))).toEqual([400, 'invalid_request']);
  expect(made).toEqual([]);
});
