import { afterAll, beforeAll, expect, test } from 'vitest';
import type Stripe from 'stripe';
import type { StripeStandIn } from './stand-in.ts';
import { booking, clientOf, refusal, start } from './testing.ts';

let standIn: StripeStandIn;
let stripe: Stripe;
beforeAll(async () => {
  standIn = await start();
  stripe = clientOf(standIn);
});
afterAll(() => standIn.stop());

const create = (idempotencyKey: string, change: object = {}) =>
  stripe.checkout.sessions.create({ ...booking, ...change }, { idempotencyKey });

test('the same key and call give the same answer and say that it is a replay', async () => {
  const first = await create('key-1');
  const again = await create('key-1');
  expect(again.id).toBe(first.id);
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(standIn.sessions().filter((session) => session.id === first.id)).toHaveLength(1);
});

test('the same key with another call is an idempotency error', async () => {
  await create('key-2');
  const error = await refusal(create('key-2', { client_reference_id: 'other' }));
  expect([error.statusCode, error.type]).toEqual([400, 'StripeIdempotencyError']);
});

test('a call refused for its parameters leaves the key unused', async () => {
  expect((await refusal(create('key-3', { colour: 'red' }))).code).toBe('parameter_unknown');
  expect((await create('key-3')).status).toBe('open');
});

test('a call whose response was lost is done once, and the retry gets that response', async () => {
  const before = standIn.sessions().length;
  standIn.pause('lost_answers');
  expect((await refusal(create('key-4'))).type).toBe('StripeConnectionError');
  standIn.resume();
  const session = await create('key-4');
  expect(standIn.sessions().length - before).toBe(1);
  expect(standIn.sessions().at(-1)!.id).toBe(session.id);
});

test('an outage refuses connections or answers 500, and does nothing', async () => {
  const before = standIn.sessions().length;
  standIn.pause('refused');
  expect((await refusal(create('key-5'))).type).toBe('StripeConnectionError');
  standIn.pause('errors');
  expect((await refusal(create('key-5'))).type).toBe('StripeAPIError');
  standIn.resume();
  expect(standIn.sessions()).toHaveLength(before);
});

test('the dashboard starts an outage and ends it, even while no other connection is answered', async () => {
  const set = (kind: string) =>
    fetch(`${standIn.url}/dashboard/outage`, { method: 'POST', body: new URLSearchParams({ kind }) });
  expect(await (await set('refused')).text()).toContain('data-outage="refused"');
  expect((await refusal(create('key-6'))).type).toBe('StripeConnectionError');
  await set('errors');
  expect((await refusal(create('key-6'))).type).toBe('StripeAPIError');
  expect(await (await set('')).text()).toContain('data-outage=""');
  expect((await create('key-6')).id).toMatch(/^cs_test_/);
});
