import { afterAll, beforeAll, expect, test } from 'vitest';
import type Stripe from 'stripe';
import type { StripeStandIn } from './stand-in.ts';
import { booking, clientOf, refusal, start } from './testing.ts';

let standIn: StripeStandIn;
let stripe: Stripe;
let now = Date.parse('2026-11-22T12:00:00Z');
beforeAll(async () => {
  standIn = await start({ now: () => now });
  stripe = clientOf(standIn);
});
afterAll(() => standIn.stop());

const seconds = () => now / 1000;
const codeOf = async (call: Promise<unknown>) => {
  const { statusCode, type, code, param } = await refusal(call);
  return { statusCode, type, code, param };
};

test('a session is created as requested, open and unpaid, with a page to pay on', async () => {
  const session = await stripe.checkout.sessions.create({ ...booking, expand: ['line_items'] });
  expect(session).toMatchObject({
    object: 'checkout.session',
    amount_total: 5000,
    currency: 'eur',
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    client_reference_id: 'booking-1',
    customer_email: 'ada@example.org',
    metadata: { bookingId: 'booking-1' },
    livemode: false,
    expires_at: seconds() + 24 * 3600,
    url: `${standIn.url}/c/pay/${session.id}`,
  });
  expect(session.line_items!.data.map((item) => [item.description, item.quantity, item.amount_total])).toEqual([
    ['Standing <b>& loud', 2, 5000],
  ]);
  const retrieved = await stripe.checkout.sessions.retrieve(session.id);
  expect(retrieved.line_items).toBeUndefined();
  const items = await stripe.checkout.sessions.listLineItems(session.id);
  expect(items.data).toHaveLength(1);
});

test('a session lives thirty minutes at least and a day at most, then it expires by itself', async () => {
  const lasting = (lifetime: number) =>
    stripe.checkout.sessions.create({ ...booking, expires_at: seconds() + lifetime });
  const refused = { statusCode: 400, type: 'StripeInvalidRequestError', param: 'expires_at', code: undefined };
  expect(await codeOf(lasting(29 * 60))).toEqual(refused);
  expect(await codeOf(lasting(25 * 3600))).toEqual(refused);
  const session = await lasting(30 * 60);
  now += 30 * 60 * 1000;
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'expired', url: null });
  expect(standIn.pay(session.id)).toEqual({ outcome: 'closed', status: 'expired' });
});

test('an open session can be expired once, a paid one never', async () => {
  const open = await stripe.checkout.sessions.create(booking);
  expect(await stripe.checkout.sessions.expire(open.id)).toMatchObject({ status: 'expired', payment_status: 'unpaid' });
  expect((await refusal(stripe.checkout.sessions.expire(open.id))).message).toContain('status of `expired`');
  const paid = await stripe.checkout.sessions.create(booking);
  standIn.pay(paid.id);
  expect((await refusal(stripe.checkout.sessions.expire(paid.id))).message).toContain('status of `complete`');
});

test('a parameter that Stripe does not know is refused, at any depth', async () => {
  const unknown = (extra: object) => codeOf(stripe.checkout.sessions.create({ ...booking, ...extra }));
  const refused = { statusCode: 400, type: 'StripeInvalidRequestError', code: 'parameter_unknown' };
  expect(await unknown({ colour: 'red' })).toEqual({ ...refused, param: 'colour' });
  expect(await unknown({ payment_method_types: ['card'] })).toMatchObject({ code: 'parameter_unknown' });
  const [item] = booking.line_items;
  expect(await unknown({ line_items: [{ ...item, price_data: { ...item!.price_data, amount: 1 } }] })).toEqual({
    ...refused,
    param: 'line_items[0][price_data][amount]',
  });
});

test('a missing, malformed or too small parameter is refused by its name', async () => {
  const changed = (change: object) => codeOf(stripe.checkout.sessions.create({ ...booking, ...change }));
  const item = (change: object) => [{ quantity: 1, price_data: { ...booking.line_items[0]!.price_data, ...change } }];
  expect(await changed({ success_url: undefined })).toMatchObject({ code: 'parameter_missing', param: 'success_url' });
  expect(await changed({ line_items: undefined })).toMatchObject({ code: 'parameter_missing', param: 'line_items' });
  expect(await changed({ success_url: 'shop' })).toMatchObject({ code: 'url_invalid', param: 'success_url' });
  expect(await changed({ customer_email: 'ada' })).toMatchObject({ code: 'email_invalid', param: 'customer_email' });
  expect(await changed({ client_reference_id: '' })).toMatchObject({ code: 'parameter_invalid_empty' });
  expect(await changed({ line_items: item({ unit_amount: 12.5 }) })).toMatchObject({
    code: 'parameter_invalid_integer',
  });
  expect(await changed({ line_items: item({ unit_amount: 49 }) })).toMatchObject({ code: 'amount_too_small' });
  expect(await changed({ metadata: { key: 'x'.repeat(501) } })).toMatchObject({ param: 'metadata[key]' });
});

test('lists are paged newest first and filtered by the given parameters', async () => {
  const made: string[] = [];
  for (let count = 0; count < 3; count += 1) made.push((await stripe.checkout.sessions.create(booking)).id);
  standIn.pay(made[1]!);
  const first = await stripe.checkout.sessions.list({ limit: 2 });
  expect([first.data.map((session) => session.id), first.has_more]).toEqual([[made[2], made[1]], true]);
  const second = await stripe.checkout.sessions.list({ limit: 1, starting_after: made[1] });
  expect(second.data[0]!.id).toBe(made[0]);
  const complete = await stripe.checkout.sessions.list({ status: 'complete', limit: 1 });
  expect(complete.data[0]!.id).toBe(made[1]);
});

test('a wrong key is 401 and an unknown id is 404', async () => {
  const unauthorized = await refusal(clientOf(standIn, 'sk_test_wrong').checkout.sessions.create(booking));
  expect([unauthorized.statusCode, unauthorized.type]).toEqual([401, 'StripeAuthenticationError']);
  expect(await codeOf(stripe.checkout.sessions.retrieve('cs_test_none'))).toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  });
  expect((await refusal(stripe.customers.create({}))).statusCode).toBe(404);
});

test('a live key makes live objects', async () => {
  const live = await start({ secretKey: 'sk_live_claims' });
  const session = await clientOf(live, 'sk_live_claims').checkout.sessions.create(booking);
  expect([session.livemode, session.id.startsWith('cs_live_')]).toEqual([true, true]);
  await live.stop();
});
