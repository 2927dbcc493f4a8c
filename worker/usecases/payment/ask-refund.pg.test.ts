import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import type { Caller } from '#domain/account/caller.ts';
import { effectivePermissions, type Role } from '#domain/account/permission.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { openShop, type Shop } from '../../testing/stripe-shop.ts';
import { askRefund } from './ask-refund.ts';
import { listRefunds } from './list-refunds.ts';
import { settleRefundOutsideStripe } from './settle-refund-outside-stripe.ts';

const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: pg.Client;
let shop: Shop;
let editor: Caller;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = new pg.Client(url);
  await db.connect();
  shop = await openShop(url);
  editor = await person('editor');
});
afterAll(async () => {
  await shop.stop();
  await db.end();
  await dropDatabase(adminUrl, url);
});

async function person(role: Role, eventIds: string[] | null = null): Promise<Caller> {
  const id = v7();
  const email = `${id}@example.com`;
  await db.query('insert into users (id, name, email, role) values ($1, $2, $3, $4)', [id, `Sam ${role}`, email, role]);
  const permissions = effectivePermissions(role);
  const user = { id, name: `Sam ${role}`, email, emailVerified: true, role, permissions };
  return { kind: 'user', user: { ...user, eventIds: eventIds && new Set(eventIds) } };
}

async function paid(card?: string) {
  const event = await createEventOnSale(url, { types: [{ priceMinor: 2300, name: 'Standing' }] });
  const paying = await shop.startPaying(event);
  shop.stripe.pay(paying.sessionId, card);
  const status = async () =>
    (await db.query('select status from bookings where id = $1', [paying.bookingId])).rows[0].status;
  await expect.poll(status).toBe('confirmed');
  return paying;
}
const atStripe = (bookingId: string) =>
  shop.stripe.refunds().filter(({ metadata }) => metadata?.bookingId === bookingId);
const ask = (
  paymentId: string,
  amountMinor: number | null,
  { key = null, caller = editor }: { key?: string | null; caller?: typeof editor } = {},
) => askRefund(shop.deps, caller, { request: { paymentId, amountMinor, reason: 'Rain' }, key });
const list = async (paymentId: string) => {
  const listed = await listRefunds(shop.deps, editor, { paymentId, part: { limit: 100, after: null } });
  if (!listed.ok) throw new Error(listed.code);
  return listed;
};

test('refunding 25.00 of 23.00 is refused with the amount available, and so is a refund when nothing is left', async () => {
  const { paymentId } = await paid();
  expect(await ask(paymentId, 2500)).toEqual({
    ok: false,
    code: 'refund_too_large',
    details: { availableMinor: 2300, currency: 'EUR', requestedMinor: 2500 },
  });
  expect(await ask(paymentId, 2000)).toMatchObject({ ok: true, refund: { amountMinor: 2000, status: 'pending' } });
  expect(await ask(paymentId, 301)).toMatchObject({ details: { availableMinor: 300 } });
  expect(await ask(paymentId, null)).toMatchObject({ ok: true, refund: { amountMinor: 300 } });
  expect(await ask(paymentId, null)).toMatchObject({ code: 'nothing_to_refund' });
  await shop.drain();
  expect(await list(paymentId)).toMatchObject({
    availableMinor: 0,
    currency: 'EUR',
    feeMinor: 60,
    refunds: [
      { amountMinor: 2000, status: 'succeeded', reason: 'Rain', requestedBy: 'Sam editor' },
      { amountMinor: 300, status: 'succeeded' },
    ],
  });
});

test('while Stripe is away a refund is pending; when it is back it is paid, once, whichever answer was lost', async () => {
  for (const outage of ['errors', 'refused', 'lost_answers'] as const) {
    const { bookingId, paymentId } = await paid();
    shop.stripe.pause(outage);
    expect(await ask(paymentId, 1000)).toMatchObject({ ok: true, refund: { status: 'pending' } });
    const drained = shop.drain();
    await expect
      .poll(() => rowOf(bookingId), { timeout: 20_000 })
      .toMatchObject({ state: 'pending', last_error: 'Stripe isn’t responding.' });
    // If only the answer was lost, the webhook may have reported it already.
    const meanwhile = outage === 'lost_answers' ? {} : { status: 'pending' };
    expect(await list(paymentId)).toMatchObject({ feeMinor: null, refunds: [meanwhile] });
    shop.stripe.resume();
    await drained;
    await db.query(`update outbox set next_attempt_at = now() where booking_id = $1 and state = 'pending'`, [
      bookingId,
    ]);
    await shop.drain();
    expect(await list(paymentId)).toMatchObject({ availableMinor: 1300, refunds: [{ status: 'succeeded' }] });
    expect(atStripe(bookingId).map(({ amount }) => amount)).toEqual([1000]);
  }
});
const rowOf = async (bookingId: string) =>
  (await db.query(`select state, last_error from outbox where booking_id = $1 and kind = 'refund'`, [bookingId]))
    .rows[0];

test('an identical second call does not pay twice, later or at the same time; another body is refused', async () => {
  const { bookingId, paymentId } = await paid();
  const key = crypto.randomUUID();
  const [first, atOnce] = await Promise.all([ask(paymentId, 500, { key }), ask(paymentId, 500, { key })]);
  const again = await ask(paymentId, 500, { key });
  expect(first).toMatchObject({ ok: true, refund: { amountMinor: 500 } });
  expect([atOnce, again]).toEqual([first, first]);
  expect(await ask(paymentId, 600, { key })).toMatchObject({ ok: false, code: 'idempotency_conflict' });
  expect(await ask(paymentId, 500, { key, caller: await person('admin') })).toMatchObject({ ok: true });
  await shop.drain();
  expect(atStripe(bookingId).map(({ amount }) => amount)).toEqual([500, 500]);
});

test('a refund that failed at Stripe is settled by other means once, less what other refunds covered', async () => {
  const { paymentId } = await paid('4000000000005126');
  await ask(paymentId, null);
  await shop.drain();
  const status = async () => (await list(paymentId)).refunds.map((refund) => refund.status);
  const [refund] = (await list(paymentId)).refunds;
  expect(await settleRefundOutsideStripe(shop.deps, editor, refund!.id)).toMatchObject({ code: 'invalid_transition' });
  await expect.poll(status, { timeout: 10_000 }).toEqual(['failed']);
  await ask(paymentId, 1);
  expect(await settleRefundOutsideStripe(shop.deps, editor, refund!.id)).toMatchObject({
    ok: true,
    refund: { status: 'succeeded', amountMinor: 2299 },
  });
  expect(await settleRefundOutsideStripe(shop.deps, editor, refund!.id)).toMatchObject({ code: 'invalid_transition' });
  expect(await list(paymentId)).toMatchObject({
    availableMinor: 0,
    refunds: [{ status: 'succeeded', byHand: true }, {}],
  });
  const { rows } = await db.query(`select actor from audit_log where action = 'refund.by_hand'`);
  expect(rows).toEqual([{ actor: 'Sam editor' }]);
});

test('callers who can’t edit the event’s bookings refund nothing, and those who can’t see them learn nothing', async () => {
  const { paymentId } = await paid();
  const denied = await person('admin', [v7()]);
  const viewer = await person('editor');
  if (viewer.kind === 'user') (viewer.user.permissions as Set<string>).delete('EDIT_BOOKING');
  const codes = await Promise.all(
    [{ kind: 'anonymous' } as const, denied, await person('door_crew'), viewer].map((caller) =>
      ask(paymentId, 1, { caller }),
    ),
  );
  expect(codes.map((answer) => !answer.ok && answer.code)).toEqual([
    'not_signed_in',
    'not_found',
    'not_found',
    'forbidden',
  ]);
  expect((await list(paymentId)).refunds).toEqual([]);
});
