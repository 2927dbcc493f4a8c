import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../dev/stack.ts';
import { verify } from '../dev/verify.ts';
import { type ApiClient, openApiClient } from '../worker/testing/api-client.ts';
import { createEventOnSale, type EventForSale } from '../worker/testing/event-on-sale.ts';
import { bookPatiently } from '../worker/testing/patient-buyer.ts';
import { signIn } from '../worker/testing/signed-in.ts';
import { randomFrom, tortureFactor, tortureSeed } from '../worker/testing/torture-seed.ts';

const random = randomFrom(tortureSeed);
const BUYERS = 8;
const CASH = 4;
const CRASHES = 3 * tortureFactor;
const PRICE = 2500;

let stack: Stack;
let db: pg.Pool;
let api: ApiClient;
let cookie: string;

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir, stripe: true });
  db = new pg.Pool({ connectionString: stack.databaseUrl });
  api = openApiClient(stack.url);
  cookie = (await signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, 'admin')).cookie;
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

/** At some moment of what is going on; how many refunds and confirmations it had come to. */
async function crash(): Promise<{ refunded: number; confirmed: number }> {
  await new Promise((resolve) => setTimeout(resolve, random() * 250));
  await stack.worker.kill();
  const { rows } = await db.query(
    `select (select count(*)::int from refunds where status = 'succeeded') as refunded,
      (select count(*)::int from bookings where confirmed_at is not null and method = 'stripe') as confirmed`,
  );
  await stack.worker.start();
  return rows[0];
}

const beat = () =>
  fetch(`${stack.url}/internal/heartbeat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.bindings.HEARTBEAT_TOKEN}` },
  });

/** Retries until there is an answer, as a buyer reloads a page. */
async function patiently<T extends { status: number }>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer && answer.status < 500) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Places held, and a page at Stripe to pay them at. */
async function startPaying(event: EventForSale): Promise<string> {
  const reply = await bookPatiently(stack.url, event, { key: v7(), quantity: 1, email: `ada-${v7()}@example.com` });
  const { booking, accessToken: bearer } = reply.created!;
  const started = () => api('POST', '/payments/create', { bearer, body: { bookingId: booking.id } });
  expect((await patiently(started)).status).toBe(200);
  const { rows } = await db.query('select stripe_session_id as id from payments where booking_id = $1', [booking.id]);
  return rows[0].id;
}

const moneyOf = async ({ eventId }: EventForSale) =>
  (
    await db.query(
      `select p.method, b.status, p.paid_minor::int as paid,
        (select coalesce(sum(r.amount_minor), 0)::int from refunds r where r.payment_id = p.id and r.status <> 'failed') as back,
        (select count(*)::int from tickets t where t.booking_id = b.id and t.status = 'valid') as tickets
       from bookings b join payments p on p.booking_id = b.id where b.event_id = $1`,
      [eventId],
    )
  ).rows;

test(`the Worker is killed while people pay, and while their event is cancelled: everyone gets a ticket, and then a refund, once (EVERATO_SEED=${tortureSeed})`, async () => {
  const event = await createEventOnSale(stack.databaseUrl, {
    secret: stack.bindings.EVERATO_SECRET,
    places: 100,
    types: [{ priceMinor: PRICE }],
  });
  const paying = Promise.all(Array.from({ length: BUYERS }, () => startPaying(event)));
  await crash();
  const sessions = await paying;
  for (let number = 0; number < CASH; number++) {
    const items = [{ ticketTypeId: event.typeIds[0], quantity: 1 }];
    const body = { items, buyer: { name: 'Grace Hopper', email: `grace-${v7()}@example.com` }, method: 'cash' };
    const sold = await api('POST', `/events/${event.eventId}/bookings`, {
      cookie,
      body,
      headers: { 'idempotency-key': v7() },
    });
    expect(sold.status).toBe(201);
  }

  for (const session of sessions) expect(stack.stripe!.pay(session).outcome).toBe('paid');
  // Otherwise all was done before it crashed, and nothing was shown.
  expect((await crash()).confirmed).toBeLessThan(BUYERS);
  for (let count = 1; count < CRASHES; count++) await crash();
  // Stripe goes on telling for days, in any order.
  const deliveries = stack.stripe!.events().map(({ id }) => ({ id, at: random() }));
  for (const { id } of deliveries.sort((a, b) => a.at - b.at)) await stack.stripe!.redeliver(id);
  await expect
    .poll(async () => (await moneyOf(event)).map(({ status, paid, tickets }) => [status, paid, tickets]), {
      timeout: 200_000,
    })
    .toEqual(Array.from({ length: BUYERS + CASH }, () => ['confirmed', PRICE, 1]));
  expect(await verify(stack.databaseUrl)).toEqual([]);

  const off = patiently(() => api('POST', `/events/${event.eventId}/cancel`, { cookie, body: {} }));
  expect((await crash()).refunded).toBeLessThan(BUYERS);
  for (let count = 1; count < CRASHES; count++) {
    void beat().catch(() => undefined);
    await crash();
  }
  expect([200, 409]).toContain((await off).status);
  const progress = async () => {
    await beat();
    return (await api('GET', `/events/${event.eventId}/cancellation`, { cookie })).json;
  };
  await expect.poll(progress, { timeout: 200_000, interval: 500 }).toMatchObject({
    bookings: BUYERS + CASH,
    ended: BUYERS + CASH,
    refunds: { pending: 0, succeeded: BUYERS, failed: 0 },
    owed: { count: CASH, amount: { amount: CASH * PRICE } },
  });
  const ended = await moneyOf(event);
  expect(ended.map(({ status, paid, back, tickets }) => [status, paid, back, tickets])).toEqual(
    Array.from({ length: BUYERS + CASH }, () => ['cancelled', PRICE, PRICE, 0]),
  );
  // Refunds by Stripe's own list: each payment once.
  const refunds = stack.stripe!.refunds();
  expect(refunds.map(({ amount, status }) => [amount, status])).toEqual(
    Array.from({ length: BUYERS }, () => [PRICE, 'succeeded']),
  );
  expect(new Set(refunds.map((refund) => refund.payment_intent)).size).toBe(BUYERS);
  expect(await verify(stack.databaseUrl)).toEqual([]);
}, 600_000);
