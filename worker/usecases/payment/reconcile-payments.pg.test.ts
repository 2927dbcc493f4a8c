import { v7 } from 'uuid';
import { beforeEach, expect, test } from 'vitest';
import { createOverviewStore } from '../../db/overview/store.ts';
import { createEventOnSale, type SaleOptions } from '../../testing/event-on-sale.ts';
import { openShopFixture } from '../../testing/shop-fixture.ts';
import { reconcilePayments } from './reconcile-payments.ts';

const fixture = openShopFixture();
beforeEach(async () => {
  // From here on every webhook is lost.
  fixture.shop.stripe.holdWebhooks(true);
  await fixture.db.query(`update payments set status = 'failed' where status = 'pending'`);
});

const sale = (options: SaleOptions = {}) =>
  createEventOnSale(fixture.url, { types: [{ priceMinor: 2500, name: 'Standing' }], ...options });
const grow = (paymentId: string, minutes: number) =>
  fixture.db.query(
    `update payments set created_at = created_at - make_interval(mins => $2), checked_at = null where id = $1`,
    [paymentId, minutes],
  );
const reconcile = () => reconcilePayments(fixture.shop.deps);
async function state({ bookingId, paymentId }: { bookingId: string; paymentId: string }) {
  const { rows } = await fixture.db.query(
    `select b.status as booking, p.status as payment, p.checked_at is not null as checked,
      (select count(*)::int from tickets t where t.booking_id = b.id) as tickets,
      (select array_agg(r.reason) from refunds r where r.payment_id = p.id) as refunds
      from bookings b join payments p on p.booking_id = b.id where b.id = $1 and p.id = $2`,
    [bookingId, paymentId],
  );
  return rows[0];
}
const lapse = (bookingId: string) =>
  fixture.db.query(`update bookings set hold_expires_at = now() - interval '1 second' where id = $1`, [bookingId]);
const release = (eventId: string) => fixture.shop.counter(eventId).submit({ kind: 'release' });
const confirmed = { booking: 'confirmed', payment: 'succeeded', checked: true, tickets: 1, refunds: null };

test('a payment whose webhook was lost becomes tickets; a later webhook changes nothing', async () => {
  const paying = await fixture.shop.startPaying(await sale());
  fixture.shop.stripe.pay(paying.sessionId);
  expect(await reconcile()).toEqual({ payments: 0, refunds: 0 });
  expect(await state(paying)).toMatchObject({ booking: 'pending_payment', checked: false });
  await grow(paying.paymentId, 6);
  expect(await reconcile()).toEqual({ payments: 1, refunds: 0 });
  expect(await state(paying)).toEqual(confirmed);
  fixture.shop.stripe.holdWebhooks(false);
  await expect.poll(() => fixture.shop.stripe.deliveries().filter(({ nextAttemptAt }) => nextAttemptAt).length).toBe(0);
  expect(await state(paying)).toEqual(confirmed);
});

test('a session that is still open at Stripe stays open, and is checked again after five minutes', async () => {
  const paying = await fixture.shop.startPaying(await sale());
  await grow(paying.paymentId, 6);
  expect(await reconcile()).toEqual({ payments: 1, refunds: 0 });
  expect(await state(paying)).toMatchObject({ booking: 'pending_payment', payment: 'pending', checked: true });
  expect(await reconcile()).toEqual({ payments: 0, refunds: 0 });
  await fixture.db.query(`update payments set checked_at = now() - interval '6 minutes' where id = $1`, [
    paying.paymentId,
  ]);
  expect(await reconcile()).toEqual({ payments: 1, refunds: 0 });
});

test('a payment after the due time without a webhook gets its place, which was still held', async () => {
  const event = await sale({ places: 1 });
  const paying = await fixture.shop.startPaying(event);
  await lapse(paying.bookingId);
  await release(event.eventId);
  fixture.shop.stripe.pay(paying.sessionId);
  await grow(paying.paymentId, 20);
  await reconcile();
  expect(await state(paying)).toEqual(confirmed);
  // The task that should end the session finds it paid.
  await fixture.shop.drain();
  expect(await state(paying)).toEqual(confirmed);
});

test('a session that ended without a webhook frees the place; a payment whose place is gone by then is refunded', async () => {
  const event = await sale({ places: 1 });
  const over = await fixture.shop.startPaying(event);
  await lapse(over.bookingId);
  await release(event.eventId);
  await fixture.shop.deps.stripe.expireSession(over.sessionId);
  await grow(over.paymentId, 20);
  await reconcile();
  expect(await state(over)).toMatchObject({ booking: 'expired', payment: 'timeout', tickets: 0 });

  const late = await fixture.shop.startPaying(event);
  fixture.shop.stripe.pay(late.sessionId);
  // As if Stripe had said that the session was over, and then took the money after all.
  await fixture.db.query(
    `update bookings set status = 'expired', hold_expires_at = null, expired_at = now() where id = $1`,
    [late.bookingId],
  );
  await fixture.db.query('update quotas set held = 0, sold = 1 where id = $1', [event.quotaId]);
  await grow(late.paymentId, 6);
  await reconcile();
  expect(await state(late)).toMatchObject({
    booking: 'expired',
    payment: 'succeeded',
    tickets: 0,
    refunds: ['places_gone'],
  });
});

test('two simultaneous heartbeats check each payment once, and no faster than 20 a second each', async () => {
  const event = await sale();
  const paying = [];
  for (let n = 0; n < 8; n++) paying.push(await fixture.shop.startPaying(event));
  for (const { paymentId, sessionId } of paying) {
    fixture.shop.stripe.pay(sessionId);
    await grow(paymentId, 6);
  }
  const began = performance.now();
  const [one, two] = await Promise.all([reconcile(), reconcile()]);
  expect(one.payments + two.payments).toBe(8);
  expect(performance.now() - began).toBeGreaterThanOrEqual((Math.max(one.payments, two.payments) - 0.2) * 50);
  for (const each of paying) expect(await state(each)).toEqual(confirmed);
});

test('while Stripe is away the rest waits for a later heartbeat', async () => {
  const event = await sale();
  const paying = [await fixture.shop.startPaying(event), await fixture.shop.startPaying(event)];
  for (const { paymentId, sessionId } of paying) {
    fixture.shop.stripe.pay(sessionId);
    await grow(paymentId, 6);
  }
  fixture.shop.stripe.pause();
  expect((await reconcile()).payments).toBe(0);
  fixture.shop.stripe.resume();
  expect((await reconcile()).payments).toBe(1);
  await fixture.db.query(`update payments set checked_at = now() - interval '6 minutes' where status = 'pending'`);
  expect((await reconcile()).payments).toBe(1);
  for (const each of paying) expect(await state(each)).toEqual(confirmed);
});

async function refunding(card?: string) {
  const event = await sale();
  const paying = await fixture.shop.startPaying(event);
  fixture.shop.stripe.pay(paying.sessionId, card);
  await grow(paying.paymentId, 6);
  await reconcile();
  const { bookingId, paymentId } = paying;
  const request = { amountMinor: null, reason: 'Rain', userId: null, idempotency: null };
  await fixture.shop.counter(event.eventId).submit({ kind: 'refund', bookingId, paymentId, ...request });
  return { ...paying, event };
}
const refundOf = async (paymentId: string) =>
  (await fixture.db.query('select status, stripe_refund_id as id from refunds where payment_id = $1', [paymentId]))
    .rows[0];

test('a refund that a bank delays is checked soon, and again an hour after the last check', async () => {
  const { paymentId } = await refunding('4000000000007726');
  await fixture.shop.drain();
  expect(await refundOf(paymentId)).toMatchObject({ status: 'pending' });
  const { id } = await refundOf(paymentId);
  const atStripe = () => fixture.shop.stripe.refunds().find((refund) => refund.id === id)?.status;
  await expect.poll(atStripe, { timeout: 10_000 }).toBe('succeeded');
  const age = (created: number, checked: number | null) =>
    fixture.db.query(
      `update refunds set created_at = now() - make_interval(mins => $2), checked_at = now() - make_interval(mins => $3)
        where payment_id = $1`,
      [paymentId, created, checked],
    );
  for (const [created, checked] of [
    [4, null],
    [120, 59],
  ] as const) {
    await age(created, checked);
    expect((await reconcile()).refunds).toBe(0);
  }
  await age(6, null);
  fixture.shop.stripe.pause();
  expect((await reconcile()).refunds).toBe(0);
  fixture.shop.stripe.resume();
  await age(300, 61);
  expect((await reconcile()).refunds).toBe(1);
  expect(await refundOf(paymentId)).toMatchObject({ status: 'succeeded' });
});

test('a refund that no task sends to Stripe is queued again, once', async () => {
  const { paymentId, bookingId } = await refunding();
  const requeue = () => fixture.shop.deps.payments.requeueRefunds(v7);
  await fixture.db.query(`update refunds set created_at = now() - interval '6 minutes' where payment_id = $1`, [
    paymentId,
  ]);
  expect(await requeue()).toBe(0);
  await fixture.db.query(`delete from outbox where booking_id = $1 and kind = 'refund'`, [bookingId]);
  expect([await requeue(), await requeue()]).toEqual([1, 0]);
  await fixture.shop.drain();
  expect(await refundOf(paymentId)).toMatchObject({ status: 'succeeded' });
  expect(await requeue()).toBe(0);
});

test('the heartbeat finds the unfinished work of a cancelled event after a crash, and free places with a waiting list', async () => {
  const overview = createOverviewStore(() => fixture.shop.db);
  const found = async (eventId: string) => (await overview.eventsWithDueHolds(1000)).includes(eventId);
  const free = await sale({ types: [{ priceMinor: 0 }], places: 2 });
  const items = [{ ticketTypeId: free.typeIds[0]!, quantity: 1 }];
  await fixture.shop.counter(free.eventId).place({ items });
  expect(await found(free.eventId)).toBe(false);
  await fixture.db.query(
    `insert into waiting_entries (id, event_id, ticket_type_id, quantity, name, email, email_normalized)
      values ($1, $2, $3, 2, 'Ada', 'ada@example.com', 'ada@example.com')`,
    [v7(), free.eventId, free.typeIds[0]],
  );
  expect(await found(free.eventId)).toBe(false);
  await fixture.db.query('update waiting_entries set quantity = 1 where event_id = $1', [free.eventId]);
  expect(await found(free.eventId)).toBe(true);
  await fixture.db.query('delete from waiting_entries where event_id = $1', [free.eventId]);
  await fixture.db.query(`update events set status = 'cancelled' where id = $1`, [free.eventId]);
  expect(await found(free.eventId)).toBe(true);
  await release(free.eventId);
  expect(await found(free.eventId)).toBe(false);
});
