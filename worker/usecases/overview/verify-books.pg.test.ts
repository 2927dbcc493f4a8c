import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { verify } from '../../../dev/verify.ts';
import { createOverviewStore } from '../../db/overview/store.ts';
import { CHECKS } from '../../db/overview/verify-checks.ts';
import { createVerifyStore } from '../../db/overview/verify-store.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { createEventOnSale, type EventForSale } from '../../testing/event-on-sale.ts';
import { openShop, silent, type Paying, type Shop } from '../../testing/stripe-shop.ts';
import { verifyBooksDaily } from './verify-books.ts';

const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: pg.Client;
let shop: Shop;
let event: EventForSale;
let paid: Paying;
let expired: Paying;
const couponId = v7();

/** A bit of everything: held, paid, partly cancelled and refunded, expired, cancelled, at the door, for nothing. */
beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = new pg.Client(url);
  await db.connect();
  shop = await openShop(url);
  event = await createEventOnSale(url, { types: [{ priceMinor: 2500 }, { priceMinor: 0 }], places: 60 });
  await db.query('update ticket_types set tax_rate_basis_points = 1900 where id = $1', [event.typeIds[0]]);
  await db.query('update events set at_door_payment = true where id = $1', [event.eventId]);
  await db.query(`insert into coupons (id, event_id, code, kind, value) values ($1, $2, 'THIRD', 'percent', 3333)`, [
    couponId,
    event.eventId,
  ]);
  const counter = shop.counter(event.eventId);
  const [full, free] = event.typeIds.map((ticketTypeId) => [{ ticketTypeId, quantity: 2 }]);
  await counter.place({ items: full! });
  await counter.place({ items: full!, couponCode: 'THIRD' });
  await counter.place({ items: free! });
  await counter.place({ items: full!, method: 'at_door' });
  await counter.place({ items: full!, method: 'complimentary', by: 'staff' });
  await counter.place({ items: full!, method: 'cash', by: 'staff' });
  paid = await pay({ quantity: 3, couponCode: 'THIRD' });
  await pay({ quantity: 1 });
  const partly = await pay({ quantity: 3 });
  const { rows } = await db.query('select id from tickets where booking_id = $1 limit 1', [partly.bookingId]);
  const by = { userId: null, reason: null, refund: true };
  await counter.submit({ kind: 'cancel_tickets', bookingId: partly.bookingId, ticketIds: [rows[0].id], ...by });
  const gone = await pay({ quantity: 1 });
  await counter.submit({ kind: 'cancel', bookingId: gone.bookingId, by: 'staff', ...by });
  const kept = await pay({ quantity: 1 });
  await counter.submit({ kind: 'cancel', bookingId: kept.bookingId, by: 'staff', ...by, refund: false });
  const contested = await pay({ quantity: 1 });
  const dispute = shop.stripe.dispute((await intentOf(contested))!);
  shop.stripe.closeDispute(dispute.id, 'lost');
  await vi.waitUntil(async () => (await statusOf(contested)) === 'cancelled', 5000);
  expired = await shop.startPaying(event);
  await db.query(`update bookings set hold_expires_at = now() where id = $1`, [expired.bookingId]);
  await counter.submit({ kind: 'release' });
  await shop.drain();
});
afterAll(async () => {
  await shop.stop();
  await db.end();
  await dropDatabase(adminUrl, url);
});

const statusOf = async ({ bookingId }: Paying) =>
  (await db.query('select status from bookings where id = $1', [bookingId])).rows[0].status;
const intentOf = async ({ paymentId }: Paying) =>
  (await db.query('select stripe_payment_intent_id as id from payments where id = $1', [paymentId])).rows[0].id;
async function pay(options: { quantity: number; couponCode?: string }): Promise<Paying> {
  const paying = await shop.startPaying(event, options);
  shop.stripe.pay(paying.sessionId);
  await vi.waitUntil(async () => (await statusOf(paying)) === 'confirmed', 5000);
  return paying;
}
const names = async () => [...new Set((await verify(url)).map(({ check }) => check))];

test('a sale with a bit of everything has no mismatch', async () => {
  expect(await verify(url)).toEqual([]);
});

test('everything that is broken on purpose is named, and nothing else', async () => {
  for (const [table, constraint] of [
    ['quotas', 'quotas_never_oversold'],
    ['booking_lines', 'booking_lines_total'],
  ])
    await db.query(`alter table ${table} drop constraint ${constraint}`);
  const line = `(select id from booking_lines where booking_id = '${paid.bookingId}')`;
  const ticket = `(select id from tickets where booking_id = '${paid.bookingId}' limit 1)`;
  const receipt = `(select id from receipts where payment_id = '${paid.paymentId}')`;
  const note = `(select id from receipts where event_id = '${event.eventId}' and kind = 'credit_note' order by number limit 1)`;
  /** Names that are expected; what breaks it; what mends it. */
  const breaks: [string, string, string][] = [
    ['quota_held', `update quotas set held = held + 1`, `update quotas set held = held - 1`],
    ['quota_sold', `update quotas set sold = sold - 1`, `update quotas set sold = sold + 1`],
    ['oversold', `update quotas set size = 3`, `update quotas set size = 60`],
    ['coupon_uses', `update coupons set used = used + 1`, `update coupons set used = used - 1`],
    [
      'money_without_ticket',
      `insert into payments (id, booking_id, status, amount_minor, currency, paid_minor, paid_currency)
        values ('${couponId}', '${paid.bookingId}', 'succeeded', 1, 'EUR', 1, 'EUR')`,
      `delete from payments where id = '${couponId}'`,
    ],
    [
      'money_without_ticket',
      `update payments set status = 'succeeded', paid_minor = amount_minor, paid_currency = currency
        where id = '${expired.paymentId}'`,
      `update payments set status = 'timeout', paid_minor = null where id = '${expired.paymentId}'`,
    ],
    [
      'money_without_ticket receipt_amount',
      `update payments set paid_minor = paid_minor + 1 where id = '${paid.paymentId}'`,
      `update payments set paid_minor = paid_minor - 1 where id = '${paid.paymentId}'`,
    ],
    [
      'ticket_without_money',
      `update payments set status = 'failed' where id = '${paid.paymentId}'`,
      `update payments set status = 'succeeded' where id = '${paid.paymentId}'`,
    ],
    [
      'refunded_too_much',
      `insert into refunds (id, payment_id, amount_minor, currency, reason)
        select '${couponId}', id, amount_minor + 1, 'EUR', 'r' from payments where id = '${paid.paymentId}'`,
      `delete from refunds where id = '${couponId}'`,
    ],
    [
      'tickets_of_line',
      `update tickets set status = 'cancelled' where id = ${ticket}`,
      `update tickets set status = 'valid' where booking_id = '${paid.bookingId}'`,
    ],
    [
      'ticket_count',
      `update bookings set ticket_count = ticket_count + 1 where id = '${paid.bookingId}'`,
      `update bookings set ticket_count = ticket_count - 1 where id = '${paid.bookingId}'`,
    ],
    [
      'quota_sold tickets_of_line ticket_count',
      `update booking_lines set cancelled_places = 1 where id = ${line}`,
      `update booking_lines set cancelled_places = 0 where id = ${line}`,
    ],
    ['ticket_seq', `update events set ticket_seq = ticket_seq - 1`, `update events set ticket_seq = ticket_seq + 1`],
    [
      'booking_total ticket_without_money',
      `update bookings set total_minor = total_minor + 1 where id = '${paid.bookingId}'`,
      `update bookings set total_minor = total_minor - 1 where id = '${paid.bookingId}'`,
    ],
    [
      'booking_tax',
      `update bookings set tax_minor = tax_minor + 1 where id = '${paid.bookingId}'`,
      `update bookings set tax_minor = tax_minor - 1 where id = '${paid.bookingId}'`,
    ],
    [
      'booking_discount',
      `update bookings set discount_minor = discount_minor + 1 where id = '${paid.bookingId}'`,
      `update bookings set discount_minor = discount_minor - 1 where id = '${paid.bookingId}'`,
    ],
    [
      'line_total',
      `update booking_lines set unit_fee_minor = unit_fee_minor + 1 where id = ${line}`,
      `update booking_lines set unit_fee_minor = unit_fee_minor - 1 where id = ${line}`,
    ],
    [
      'booking_tax line_tax',
      `update booking_lines set tax_minor = tax_minor + 1 where id = ${line}`,
      `update booking_lines set tax_minor = tax_minor - 1 where id = ${line}`,
    ],
    [
      'receipt_numbers',
      `update events set receipt_seq = receipt_seq + 1`,
      `update events set receipt_seq = receipt_seq - 1`,
    ],
    [
      'receipt_amount',
      `update receipts set total_minor = total_minor + 1 where id = ${receipt}`,
      `update receipts set total_minor = total_minor - 1 where id = ${receipt}`,
    ],
    [
      'receipt_numbers credit_note_missing',
      `create table aside as select * from receipts where id = ${note}; delete from receipts where id = ${note}`,
      `insert into receipts select * from aside`,
    ],
  ];
  for (const [expected, broken, mended] of breaks) {
    await db.query(broken);
    expect({ broken, named: (await names()).sort() }).toEqual({ broken, named: expected.split(' ').sort() });
    await db.query(mended);
    expect({ mended, named: await names() }).toEqual({ mended, named: [] });
  }
  const shown = new Set(breaks.flatMap(([expected]) => expected.split(' ')));
  expect(CHECKS.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
});

test('a mismatch says what, where, and by how much', async () => {
  await db.query('update quotas set held = held + 2');
  const { rows } = await db.query('select held from quotas where id = $1', [event.quotaId]);
  expect(await verify(url)).toEqual([
    {
      check: 'quota_held',
      eventId: event.eventId,
      subjectId: event.quotaId,
      expected: String(rows[0].held - 2),
      found: String(rows[0].held),
    },
  ]);
  const overview = createOverviewStore(() => shop.db);
  expect((await overview.stats(null)).booksDrifts).toBe(1);
  expect((await overview.stats([event.eventId])).booksDrifts).toBe(0);
  await db.query('update quotas set held = held - 2');
  await verify(url);
  expect((await overview.stats(null)).booksDrifts).toBe(0);
});

test('the heartbeat verifies once a day and records mismatches in the activity feed', async () => {
  const deps = { clock: systemClock, ids: systemIds, log: silent, verify: createVerifyStore(() => shop.db) };
  const entries = async () =>
    (await db.query(`select actor, after->'drifts' as drifts from audit_log where action = 'books.verify' order by at`))
      .rows;
  await db.query(`delete from audit_log where action = 'books.verify'`);
  await verifyBooksDaily(deps);
  await verifyBooksDaily(deps);
  expect(await entries()).toEqual([{ actor: 'everato', drifts: 0 }]);
  await db.query(`update audit_log set at = at - interval '25 hours' where action = 'books.verify'`);
  await verifyBooksDaily(deps);
  expect(await entries()).toHaveLength(2);
  const [newest] = await createOverviewStore(() => shop.db).activity(null, { limit: 1, before: null });
  expect(newest).toMatchObject({ actor: 'everato', action: 'books.verify', subjectType: 'books' });
});
