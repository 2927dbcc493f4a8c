import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { openShopFixture } from '../../testing/shop-fixture.ts';
import { takeStripeNews } from './take-stripe-news.ts';

const fixture = openShopFixture();

const sale = () => createEventOnSale(fixture.url, { types: [{ priceMinor: 2500, name: 'Standing' }] });
const rowsOf = async (text: string, id: string) => (await fixture.db.query(text, [id])).rows;
const refundsOf = (bookingId: string) =>
  rowsOf(
    `select r.status, r.reason, r.amount_minor::int as amount, r.stripe_refund_id is not null as "atStripe"
      from refunds r join payments p on p.id = r.payment_id where p.booking_id = $1 order by r.id`,
    bookingId,
  );
const statusOf = async (bookingId: string) =>
  (await rowsOf('select status from bookings where id = $1', bookingId))[0].status;
const receiptsOf = (bookingId: string) =>
  rowsOf(
    'select number, kind, total_minor::int as total from receipts where booking_id = $1 order by number',
    bookingId,
  );
const untilConfirmed = (bookingId: string) => expect.poll(() => statusOf(bookingId)).toBe('confirmed');
const intentOf = async (paymentId: string) =>
  (await rowsOf('select stripe_payment_intent_id as id from payments where id = $1', paymentId))[0].id as string;

async function paid(quantity = 1, card?: string) {
  const event = await sale();
  const paying = await fixture.shop.startPaying(event, { quantity });
  fixture.shop.stripe.pay(paying.sessionId, card);
  await untilConfirmed(paying.bookingId);
  return { ...paying, event, intent: await intentOf(paying.paymentId) };
}

test('a refund made in Stripe’s dashboard is recorded once, with its credit note, and counts against the amount left', async () => {
  const { bookingId, paymentId, event, intent } = await paid();
  fixture.shop.stripe.refund(intent, 700);
  const adopted = { status: 'succeeded', reason: 'stripe_dashboard', amount: 700, atStripe: true };
  await expect.poll(() => refundsOf(bookingId)).toEqual([adopted]);
  for (const told of fixture.shop.stripe.events().filter(({ type }) => type.startsWith('refund.')))
    await fixture.shop.stripe.redeliver(told.id, 2);
  expect(await refundsOf(bookingId)).toEqual([adopted]);
  expect(await receiptsOf(bookingId)).toEqual([
    { number: 1, kind: 'receipt', total: 2500 },
    { number: 2, kind: 'credit_note', total: 700 },
  ]);
  const ask = { kind: 'refund', bookingId, paymentId, amountMinor: 1801, reason: 'r', userId: null } as const;
  expect(await fixture.shop.counter(event.eventId).submit({ ...ask, idempotency: null })).toMatchObject({
    code: 'refund_too_large',
    details: { availableMinor: 1800 },
  });
});

test('a dashboard refund of a payment that we don’t know yet is recorded after all', async () => {
  const paying = await fixture.shop.startPaying(await sale());
  fixture.shop.stripe.holdWebhooks(true);
  fixture.shop.stripe.pay(paying.sessionId);
  const intent = fixture.shop.stripe.sessions().find(({ id }) => id === paying.sessionId)!.payment_intent as string;
  const refund = fixture.shop.stripe.refund(intent);
  const about = fixture.shop.stripe
    .events()
    .filter(({ data }) => (data.object as { id: string }).id === refund.id)
    .map(({ id }) => id);
  for (const id of about) expect(await fixture.shop.stripe.redeliver(id)).toEqual([200]);
  expect(await refundsOf(paying.bookingId)).toMatchObject([{ reason: 'stripe_dashboard', amount: 2500 }]);
  fixture.shop.stripe.holdWebhooks(false);
  await untilConfirmed(paying.bookingId);
  expect(await refundsOf(paying.bookingId)).toHaveLength(1);
});

test('a refund that fails after it succeeded is open again for staff, who are told', async () => {
  await fixture.db.query(
    `insert into users (id, name, email, role) values (gen_random_uuid(), 'Sue', 'sue@example.com', 'super_admin')`,
  );
  const { bookingId, paymentId, event } = await paid(1, '4000000000005126');
  const ask = { kind: 'refund', bookingId, paymentId, amountMinor: null, reason: 'r', userId: null } as const;
  await fixture.shop.counter(event.eventId).submit({ ...ask, idempotency: null });
  await fixture.shop.drain();
  expect(await refundsOf(bookingId)).toMatchObject([{ status: 'succeeded' }]);
  await expect.poll(() => refundsOf(bookingId), { timeout: 10_000 }).toMatchObject([{ status: 'failed' }]);
  const told = await rowsOf(
    `select recipient, payload from outbox where booking_id = $1 and kind = 'refund_failed'`,
    bookingId,
  );
  expect(told).toMatchObject([
    { recipient: 'sue@example.com', payload: { amount: 2500, reason: 'expired_or_canceled_card' } },
  ]);
});

const disputesOf = (paymentId: string) =>
  rowsOf(
    `select status, amount_minor::int as amount, reason, evidence_due_at > now() as due, closed_at is not null as closed
      from disputes where payment_id = $1`,
    paymentId,
  );
const ticketsOf = async (bookingId: string) =>
  (await rowsOf('select status from tickets where booking_id = $1', bookingId)).map(({ status }) => status);

test('a dispute is recorded and leaves the ticket valid; a lost one voids it, a won one does not', async () => {
  for (const outcome of ['lost', 'won'] as const) {
    const { bookingId, paymentId, intent } = await paid();
    const dispute = fixture.shop.stripe.dispute(intent);
    const open = { status: 'open', amount: 2500, reason: 'fraudulent', due: true, closed: false };
    await expect.poll(() => disputesOf(paymentId)).toEqual([open]);
    expect(await ticketsOf(bookingId)).toEqual(['valid']);
    fixture.shop.stripe.closeDispute(dispute.id, outcome);
    await expect.poll(() => disputesOf(paymentId)).toEqual([{ ...open, status: outcome, closed: true }]);
    expect(await ticketsOf(bookingId)).toEqual([outcome === 'lost' ? 'cancelled' : 'valid']);
    expect(await refundsOf(bookingId)).toEqual([]);
  }
});

test('refunds and disputes of others in the same account are ignored', async () => {
  const { hostname, port } = new URL(fixture.shop.stripe.url);
  const theirs = new Stripe('sk_test_shop', { host: hostname, port: Number(port), protocol: 'http' });
  const price_data = { currency: 'eur', unit_amount: 900, product_data: { name: 'Mug' } };
  const session = await theirs.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ quantity: 1, price_data }],
    success_url: 'https://mugs.example',
  });
  fixture.shop.stripe.holdWebhooks(true);
  fixture.shop.stripe.pay(session.id);
  const intent = (await theirs.checkout.sessions.retrieve(session.id)).payment_intent as string;
  fixture.shop.stripe.refund(intent, 100);
  fixture.shop.stripe.dispute(intent);
  const about = fixture.shop.stripe
    .events()
    .filter(({ data }) => (data.object as { payment_intent?: string }).payment_intent === intent);
  const told = about.filter(({ type }) => /^(refund|charge\.dispute)\.(created|updated)$/.test(type));
  expect(told.map(({ type }) => type).sort()).toEqual(['charge.dispute.created', 'refund.created', 'refund.updated']);
  for (const event of told) {
    const payload = JSON.stringify(event);
    const signature = theirs.webhooks.generateTestHeaderString({ payload, secret: 'whsec_shop' });
    expect(await takeStripeNews(fixture.shop.deps, payload, signature)).toEqual({ ok: true, outcome: 'ignored' });
  }
  fixture.shop.stripe.holdWebhooks(false);
});

test('while Stripe can’t say whose an unknown PaymentIntent is, its webhook is asked to retry', async () => {
  const { intent } = await paid();
  const refund = fixture.shop.stripe.refund(intent, 100);
  const told = fixture.shop.stripe
    .events()
    .find(({ data, type }) => type === 'refund.created' && (data.object as { id: string }).id === refund.id)!;
  const payload = JSON.stringify({ ...told, data: { object: { ...told.data.object, payment_intent: 'pi_unknown' } } });
  const signature = new Stripe('sk_test_shop').webhooks.generateTestHeaderString({ payload, secret: 'whsec_shop' });
  fixture.shop.stripe.pause();
  expect(await takeStripeNews(fixture.shop.deps, payload, signature)).toMatchObject({
    code: 'payment_provider_unavailable',
  });
  fixture.shop.stripe.resume();
  expect(await takeStripeNews(fixture.shop.deps, payload, signature)).toEqual({ ok: true, outcome: 'ignored' });
});

test('a webhook that Stripe did not sign is refused and changes nothing', async () => {
  const paying = await fixture.shop.startPaying(await sale());
  fixture.shop.stripe.holdWebhooks(true);
  fixture.shop.stripe.pay(paying.sessionId);
  const event = fixture.shop.stripe
    .events()
    .find(({ data }) => (data.object as { id: string }).id === paying.sessionId)!;
  const payload = JSON.stringify(event);
  const { webhooks } = new Stripe('sk_test_shop');
  const secret = 'whsec_shop';
  const signature = webhooks.generateTestHeaderString({ payload, secret });
  const tenMinutesAgo = Math.floor(Date.now() / 1000) - 600;
  for (const [body, signed] of [
    [payload, ''],
    [payload, webhooks.generateTestHeaderString({ payload, secret: 'whsec_other' })],
    [payload.replace(event.id, `${event.id}x`), signature],
  ] as const)
    expect(await takeStripeNews(fixture.shop.deps, body, signed)).toEqual({ ok: false, code: 'invalid_signature' });
  const late = webhooks.generateTestHeaderString({ payload, secret, timestamp: tenMinutesAgo });
  expect(await takeStripeNews(fixture.shop.deps, payload, late)).toEqual({ ok: false, code: 'signature_expired' });
  expect(await statusOf(paying.bookingId)).toBe('pending_payment');
  expect(await takeStripeNews(fixture.shop.deps, payload, signature)).toEqual({ ok: true, outcome: 'confirmed' });
  expect(await takeStripeNews(fixture.shop.deps, payload, signature)).toEqual({ ok: true, outcome: 'repeated' });
  fixture.shop.stripe.holdWebhooks(false);
});

test('an event of Stripe’s is stored in the transaction of the change that it makes, or neither is', async () => {
  const paying = await fixture.shop.startPaying(await sale());
  fixture.shop.stripe.holdWebhooks(true);
  fixture.shop.stripe.pay(paying.sessionId);
  const event = fixture.shop.stripe
    .events()
    .find(({ data }) => (data.object as { id: string }).id === paying.sessionId)!;
  const payload = JSON.stringify(event);
  const signature = new Stripe('sk_test_shop').webhooks.generateTestHeaderString({ payload, secret: 'whsec_shop' });
  const stored = () => rowsOf('select outcome, payment_id as "paymentId" from stripe_events where id = $1', event.id);
  // The payment's row can't be written.
  await fixture.db.query(`
    create function refuse_payment() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
    create trigger refuse_payment before update on payments for each row
      when (new.id = '${paying.paymentId}') execute function refuse_payment()`);
  await expect(takeStripeNews(fixture.shop.deps, payload, signature)).rejects.toThrow('not now');
  expect([await stored(), await statusOf(paying.bookingId)]).toEqual([[], 'pending_payment']);
  await fixture.db.query('drop trigger refuse_payment on payments');
  expect(await takeStripeNews(fixture.shop.deps, payload, signature)).toEqual({ ok: true, outcome: 'confirmed' });
  expect([await stored(), await statusOf(paying.bookingId)]).toEqual([
    [{ outcome: 'confirmed', paymentId: paying.paymentId }],
    'confirmed',
  ]);
  fixture.shop.stripe.holdWebhooks(false);
});

test('the fee that Stripe kept is found for the refund’s screen', async () => {
  const { intent } = await paid(2);
  expect(await fixture.shop.deps.stripe.findFee(intent)).toBe(100);
});

test('Stripe charges the price after the coupon, to the cent, and it becomes tickets', async () => {
  const event = await sale();
  await fixture.db.query(
    `insert into coupons (id, event_id, code, kind, value) values (gen_random_uuid(), $1, 'THIRD', 'percent', 3333)`,
    [event.eventId],
  );
  const paying = await fixture.shop.startPaying(event, { quantity: 3, couponCode: 'third' });
  fixture.shop.stripe.pay(paying.sessionId);
  await untilConfirmed(paying.bookingId);
  expect(await receiptsOf(paying.bookingId)).toEqual([{ number: 1, kind: 'receipt', total: 5001 }]);
});
