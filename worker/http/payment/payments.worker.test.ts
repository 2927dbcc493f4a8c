import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startStack, type Stack } from '../../../dev/stack.ts';
import type { BookingCreated, BookingView } from '#contract/booking/booking.ts';
import type { PaymentState, PaymentView } from '#contract/payment/payment.ts';
import { createEventOnSale, type SaleOptions } from '../../testing/event-on-sale.ts';

let stack: Stack;
let db: pg.Client;

beforeAll(async () => {
  stack = await startStack({
    adminUrl: inject('postgresAdminUrl'),
    bundleDir: process.env.EVERATO_TEST_BUNDLE,
    stripe: true,
  });
  db = new pg.Client(stack.databaseUrl);
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

interface Reply<T> {
  status: number;
  body: T;
  text: string;
}
async function call<T>(path: string, init: RequestInit & { token?: string; json?: unknown } = {}): Promise<Reply<T>> {
  const { token, json, headers, ...rest } = init;
  const response = await fetch(`${stack.url}${path}`, {
    ...(json !== undefined && { method: 'POST', body: JSON.stringify(json) }),
    ...rest,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
  });
  const text = await response.text();
  return { status: response.status, text, body: (text ? JSON.parse(text) : null) as T };
}

const sale = (options: SaleOptions = {}) =>
  createEventOnSale(stack.databaseUrl, {
    secret: stack.bindings.EVERATO_SECRET,
    types: [{ priceMinor: 2500, name: 'Standing' }],
    ...options,
  });

async function book(
  { eventId, typeIds }: { eventId: string; typeIds: string[] },
  quantity = 1,
): Promise<BookingCreated> {
  const buyer = { name: 'Ada Lovelace', email: `ada-${crypto.randomUUID()}@example.com` };
  const json = { eventId, items: [{ ticketTypeId: typeIds[0], quantity }], buyer };
  const { status, body, text } = await call<BookingCreated>('/api/v1/bookings/create', { json });
  expect({ status, text }).toMatchObject({ status: 201 });
  return body;
}
const look = async ({ booking, accessToken }: BookingCreated) =>
  (await call<BookingView>(`/api/v1/bookings/${booking.id}`, { token: accessToken })).body;
async function startPayment({ booking, accessToken }: BookingCreated): Promise<PaymentView & { sessionId: string }> {
  const { status, body, text } = await call<{ payment: PaymentView }>('/api/v1/payments/create', {
    json: { bookingId: booking.id },
    token: accessToken,
  });
  expect({ status, text }).toMatchObject({ status: 200 });
  const { rows } = await db.query('select stripe_session_id as id from payments where id = $1', [body.payment.id]);
  return { ...body.payment, sessionId: rows[0].id };
}
const stock = async (quotaId: string) =>
  (await db.query('select held, sold from quotas where id = $1', [quotaId])).rows[0];
const heartbeat = () =>
  fetch(`${stack.url}/internal/heartbeat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.bindings.HEARTBEAT_TOKEN}` },
  });
const makeDue = ({ booking }: BookingCreated) =>
  db.query(`update bookings set hold_expires_at = now() - interval '1 second' where id = $1`, [booking.id]);
const settled = (created: BookingCreated, status: string) =>
  expect.poll(async () => (await look(created)).status, { timeout: 15_000 }).toBe(status);

test('a card that is declined, then one that works: one payment, and tickets', async () => {
  const event = await sale({ feeFixedMinor: 150 });
  const created = await book(event, 2);
  expect(created.booking).toMatchObject({
    status: 'pending_payment',
    total: { amount: 5300, currency: 'EUR' },
    tickets: [],
  });
  const payment = await startPayment(created);
  expect(await startPayment(created)).toEqual(payment);
  expect(stack.stripe!.pay(payment.sessionId, '4000000000000002').outcome).toBe('declined');
  await expect.poll(async () => (await look(created)).payment?.lastDeclineCode).toBe('generic_decline');
  expect((await look(created)).status).toBe('pending_payment');
  expect(stack.stripe!.pay(payment.sessionId).outcome).toBe('paid');
  await settled(created, 'confirmed');
  const booking = await look(created);
  expect(booking).toMatchObject({
    holdExpiresAt: null,
    payment: { id: payment.id, status: 'succeeded', checkoutUrl: null, lastDeclineCode: null },
  });
  expect(booking.tickets).toHaveLength(2);
  expect(
    booking.tickets.every(({ code, accessToken, number }) => code && accessToken && /^\w{4}-\w{4}$/.test(number)),
  ).toBe(true);
  expect(await stock(event.quotaId)).toEqual({ held: 0, sold: 2 });
});

test('the same webhook five times confirms once', async () => {
  const event = await sale();
  const created = await book(event);
  const payment = await startPayment(created);
  stack.stripe!.pay(payment.sessionId);
  await settled(created, 'confirmed');
  const isAboutUs = (object: unknown) =>
    (object as { metadata?: { bookingId?: string } }).metadata?.bookingId === created.booking.id;
  const paid = stack
    .stripe!.events()
    .find(({ type, data }) => type === 'checkout.session.completed' && isAboutUs(data.object))!;
  expect(await stack.stripe!.redeliver(paid.id, 5)).toEqual([200, 200, 200, 200, 200]);
  const { rows } = await db.query('select count(*)::int as n from tickets where booking_id = $1', [created.booking.id]);
  expect(rows).toEqual([{ n: 1 }]);
  const stored = await db.query('select outcome from stripe_events where id = $1', [paid.id]);
  expect(stored.rows).toEqual([{ outcome: 'confirmed' }]);
  expect(await stock(event.quotaId)).toEqual({ held: 0, sold: 1 });
});

test('a hold that is due is released once Stripe has ended its session', async () => {
  const event = await sale({ places: 1 });
  const created = await book(event);
  const payment = await startPayment(created);
  stack.stripe!.pause();
  await makeDue(created);
  await heartbeat();
  await expect.poll(async () => (await look(created)).releasing).toBe(true);
  expect(await stock(event.quotaId)).toEqual({ held: 1, sold: 0 });
  expect(
    (await call('/api/v1/payments/create', { json: { bookingId: created.booking.id }, token: created.accessToken }))
      .status,
  ).toBe(409);
  stack.stripe!.resume();
  await settled(created, 'expired');
  expect(await stock(event.quotaId)).toEqual({ held: 0, sold: 0 });
  expect(stack.stripe!.sessions().find(({ id }) => id === payment.sessionId)?.status).toBe('expired');
});

test('a booking paid while the webhook was away is confirmed by the release that asks Stripe', async () => {
  const event = await sale({ places: 1 });
  const created = await book(event);
  const payment = await startPayment(created);
  stack.stripe!.holdWebhooks(true);
  stack.stripe!.pay(payment.sessionId);
  await makeDue(created);
  await heartbeat();
  await settled(created, 'confirmed');
  stack.stripe!.holdWebhooks(false);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await stock(event.quotaId)).toEqual({ held: 0, sold: 1 });
  expect(
    await db.query('select 1 from refunds r join payments p on p.id = r.payment_id where p.booking_id = $1', [
      created.booking.id,
    ]),
  ).toMatchObject({ rowCount: 0 });
});

test('the return page can ask for the truth without a webhook', async () => {
  const event = await sale();
  const created = await book(event);
  const payment = await startPayment(created);
  stack.stripe!.holdWebhooks(true);
  stack.stripe!.pay(payment.sessionId);
  const { body } = await call<PaymentState>('/api/v1/payments/verify', {
    json: { paymentId: payment.id },
    token: created.accessToken,
  });
  stack.stripe!.holdWebhooks(false);
  expect(body).toMatchObject({
    bookingId: created.booking.id,
    bookingStatus: 'confirmed',
    payment: { status: 'succeeded' },
  });
  const status = await call<PaymentState>(`/api/v1/payments/${payment.id}/status`, { token: created.accessToken });
  expect(status.body).toMatchObject({ bookingStatus: 'confirmed' });
});

test('a payment that arrives when no ticket is left is refunded, and the buyer is emailed', async () => {
  const event = await sale({ places: 1 });
  const late = await book(event);
  const payment = await startPayment(late);
  // As if Stripe had said that the session was over, and then took the money after all.
  await db.query(`update bookings set status = 'expired', hold_expires_at = null where id = $1`, [late.booking.id]);
  await db.query(`update quotas set held = 0, sold = 1 where id = $1`, [event.quotaId]);
  stack.stripe!.pay(payment.sessionId);
  const refund = () =>
    db.query(
      'select r.status, r.reason, r.amount_minor::int as amount from refunds r join payments p on p.id = r.payment_id where p.booking_id = $1',
      [late.booking.id],
    );
  await expect
    .poll(async () => (await refund()).rows, { timeout: 15_000 })
    .toEqual([{ status: 'succeeded', reason: 'places_gone', amount: 2500 }]);
  expect(stack.stripe!.refunds().filter(({ metadata }) => metadata?.bookingId === late.booking.id)).toHaveLength(1);
  const mail = await db.query(`select payload from outbox where booking_id = $1 and kind = 'payment_refunded'`, [
    late.booking.id,
  ]);
  expect(mail.rows).toEqual([{ payload: { amount: 2500, given: 0, owed: 0, withBank: 0, currency: 'EUR' } }]);
  expect((await look(late)).status).toBe('expired');
});

test('while Stripe is away nothing is lost: the next try opens the payment that was begun', async () => {
  const created = await book(await sale());
  stack.stripe!.pause();
  const request = { json: { bookingId: created.booking.id }, token: created.accessToken };
  const away = await call<{ error: { code: string } }>('/api/v1/payments/create', request);
  expect({ status: away.status, code: away.body.error.code }).toEqual({
    status: 503,
    code: 'payment_provider_unavailable',
  });
  stack.stripe!.resume();
  const payment = await startPayment(created);
  expect(payment.checkoutUrl).toContain(stack.stripe!.url);
  const { rows } = await db.query('select id from payments where booking_id = $1', [created.booking.id]);
  expect(rows).toEqual([{ id: payment.id }]);
});

test('a forged webhook is refused and changes nothing', async () => {
  const created = await book(await sale());
  await startPayment(created);
  const body = JSON.stringify({
    id: 'evt_forged',
    object: 'event',
    type: 'checkout.session.completed',
    livemode: false,
    created: 1,
    data: { object: {} },
  });
  const now = Math.floor(Date.now() / 1000);
  for (const signature of ['', `t=${now},v1=${'0'.repeat(64)}`]) {
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
    const response = await fetch(`${stack.url}/api/v1/payments/webhook`, { method: 'POST', body, headers });
    expect(response.status).toBe(400);
  }
  expect((await look(created)).status).toBe('pending_payment');
});

test('another person’s booking is not found', async () => {
  const event = await sale();
  const mine = await book(event);
  const theirs = await book(event);
  const answers = await Promise.all([
    call(`/api/v1/bookings/${theirs.booking.id}`),
    call(`/api/v1/bookings/${theirs.booking.id}`, { token: mine.accessToken }),
    call(`/api/v1/bookings/${theirs.booking.id}`, { method: 'DELETE', token: mine.accessToken }),
    call('/api/v1/payments/create', { json: { bookingId: theirs.booking.id }, token: mine.accessToken }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
});

test('a repeated key gets the same response, byte for byte, and a conflict with another request', async () => {
  const { eventId, typeIds } = await sale({ types: [{ priceMinor: 0 }] });
  const json = {
    eventId,
    items: [{ ticketTypeId: typeIds[0], quantity: 2 }],
    buyer: { name: 'Ada', email: 'ada@example.com' },
  };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const send = (body: unknown) => call<BookingCreated>('/api/v1/bookings/create', { json: body, headers });
  const first = await send(json);
  const again = await send(json);
  expect(first).toMatchObject({ status: 201, body: { booking: { status: 'confirmed' } } });
  expect(first.body.booking.tickets.map(({ code }) => typeof code)).toEqual(['string', 'string']);
  expect({ status: again.status, text: again.text }).toEqual({ status: first.status, text: first.text });
  expect((await send({ ...json, buyer: { ...json.buyer, name: 'Eve' } })).status).toBe(409);
});
