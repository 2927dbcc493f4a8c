import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { guest, openCounter, type Counter } from '../../testing/counter.ts';
import { createEventOnSale, type EventForSale, type SaleOptions } from '../../testing/event-on-sale.ts';
import { holdOne, openPayment, paidReport, settlePayment } from '../../testing/pay-at-counter.ts';

/*
 * Several box offices in parallel, as if an event had many rooms. Each claim has its control: the same race with the
 * locks off, in a database without the constraints that would still stop it. It must go wrong, or the race was none.
 */
const adminUrl = inject('postgresAdminUrl');
let guardedUrl: string;
let controlUrl: string;
let db: pg.Client;

beforeAll(async () => {
  guardedUrl = await createDatabase(adminUrl, { migrated: true });
  controlUrl = await createDatabase(adminUrl, { migrated: true });
  await onDatabase(controlUrl, () =>
    db.query(`alter table quotas drop constraint quotas_never_oversold; drop index tickets_seq;
      alter table receipts drop constraint receipts_number`),
  );
});
afterAll(async () => {
  await dropDatabase(adminUrl, guardedUrl);
  await dropDatabase(adminUrl, controlUrl);
});

async function onDatabase(url: string, work: () => Promise<unknown>): Promise<void> {
  db = new pg.Client(url);
  await db.connect();
  await work().finally(() => db.end());
}

/** Commits take long enough that everyone has read before anyone is done. */
const slowly = (text: string) => (text === 'commit' ? 'select pg_sleep(0.15); commit' : text);
const unguarded = (text: string) => slowly(text).replace('for no key update', '');

interface Race extends EventForSale {
  counters: Counter[];
  /** In no hurry, and alone. */
  calm: Counter;
}

/** Guarded, or with everything off that guards it. */
interface Setting {
  options: SaleOptions;
  counters: number;
  isGuarded: boolean;
}
async function race({ options, counters, isGuarded }: Setting, run: (race: Race) => Promise<void>) {
  const url = isGuarded ? guardedUrl : controlUrl;
  const event = await createEventOnSale(url, options);
  const counter = (rewrite?: (text: string) => string) => openCounter(url, event.eventId, { rewrite });
  const racing = Array.from({ length: counters }, () => counter(isGuarded ? slowly : unguarded));
  const calm = counter();
  await onDatabase(url, () => run({ ...event, counters: racing, calm })).finally(() =>
    Promise.all([calm, ...racing].map((one) => one.close())),
  );
}

const stock = async ({ quotaId }: EventForSale) =>
  (await db.query('select held, sold from quotas where id = $1', [quotaId])).rows[0] as { held: number; sold: number };
const countOf = async (text: string, { eventId }: EventForSale) =>
  (await db.query<{ n: number }>(`select count(*)::int as n ${text}`, [eventId])).rows[0]!.n;
const codes = (answers: ({ ok: true } | { ok: false; code: string })[]) =>
  answers.map((answer) => (answer.ok ? 'ok' : answer.code)).sort();

const ONE_USE: SaleOptions = {
  types: [{ priceMinor: 2500 }],
  coupons: [{ code: 'ONCE', kind: 'percent', value: 5000, maxUses: 1 }],
};
const useAtOnce = ({ counters, typeIds }: Race) =>
  Promise.all(
    counters.map((counter) =>
      counter.place({ items: [{ ticketTypeId: typeIds[0]!, quantity: 1 }], couponCode: 'once' }),
    ),
  );
const uses = (event: Race) => countOf('from bookings where event_id = $1 and coupon_id is not null', event);

test('a coupon for one use, in four simultaneous bookings, is used once', () =>
  race({ options: ONE_USE, counters: 4, isGuarded: true }, async (event) => {
    expect(codes(await useAtOnce(event))).toEqual(['coupon_used_up', 'coupon_used_up', 'coupon_used_up', 'ok']);
    expect(await uses(event)).toBe(1);
    expect((await db.query('select used from coupons where id = $1', event.couponIds)).rows).toEqual([{ used: 1 }]);
  }));

test('control: without locks it is used more than once', () =>
  race({ options: ONE_USE, counters: 4, isGuarded: false }, async (event) => {
    await useAtOnce(event);
    expect(await uses(event)).toBeGreaterThan(1);
  }));

const LAST_PLACE: SaleOptions = { places: 1, types: [{ priceMinor: 2500 }, { priceMinor: 1500 }] };
const bothTypesAtOnce = ({ counters, typeIds }: Race) =>
  Promise.all(
    counters.map((counter, at) => counter.place({ items: [{ ticketTypeId: typeIds[at % 2]!, quantity: 1 }] })),
  );

test('the last place that two types share, booked from both at the same time, is held once', () =>
  race({ options: LAST_PLACE, counters: 2, isGuarded: true }, async (event) => {
    expect(codes(await bothTypesAtOnce(event))).toEqual(['held', 'ok']);
    expect(await stock(event)).toEqual({ held: 1, sold: 0 });
  }));

test('control: without locks and constraints the shared place is held twice', () =>
  race({ options: LAST_PLACE, counters: 2, isGuarded: false }, async (event) => {
    await bothTypesAtOnce(event);
    expect(await stock(event)).toEqual({ held: 2, sold: 0 });
  }));

/** Both had the place, and both let it lapse while they paid. */
async function twoLapsed({ calm, typeIds, eventId }: Race) {
  const lapsed = [];
  for (const buyer of [guest().buyer, guest().buyer]) {
    const payment = await openPayment(calm, await holdOne(calm, typeIds[0]!, buyer));
    await db.query(`update bookings set hold_expires_at = now() - interval '1 minute' where event_id = $1`, [eventId]);
    await calm.submit({ kind: 'release' });
    await settlePayment(calm, payment, { report: { state: 'expired' } });
    lapsed.push({ payment, email: buyer.email });
  }
  return lapsed;
}
const payAtOnce = ({ counters }: Race, lapsed: Awaited<ReturnType<typeof twoLapsed>>) =>
  Promise.all(lapsed.map(({ payment }, at) => settlePayment(counters[at]!, payment, { report: paidReport(payment) })));

test('of two expired holds that are paid at the same time, one gets the last place, the other a refund and the first rank', () =>
  race({ options: LAST_PLACE, counters: 2, isGuarded: true }, async (event) => {
    const lapsed = await twoLapsed(event);
    const settled = await payAtOnce(event, lapsed);
    const told = settled.map((answer) => answer.ok && answer.settlement);
    expect(told.toSorted()).toEqual(['confirmed', 'refunding']);
    expect(await stock(event)).toEqual({ held: 0, sold: 1 });
    const { rows: refunds } = await db.query(
      `select p.booking_id, r.amount_minor::int, r.reason from refunds r join payments p on p.id = r.payment_id
        join bookings b on b.id = p.booking_id where b.event_id = $1`,
      [event.eventId],
    );
    const lost = lapsed[told.indexOf('refunding')]!;
    expect(refunds).toEqual([{ booking_id: lost.payment.bookingId, amount_minor: 2500, reason: 'places_gone' }]);
    const { rows: waiting } = await db.query('select email, first, status from waiting_entries where event_id = $1', [
      event.eventId,
    ]);
    expect(waiting).toEqual([{ email: lost.email, first: true, status: 'waiting' }]);
  }));

test('control: without locks and constraints both of them have it', () =>
  race({ options: LAST_PLACE, counters: 2, isGuarded: false }, async (event) => {
    await payAtOnce(event, await twoLapsed(event));
    expect(await stock(event)).toEqual({ held: 0, sold: 2 });
  }));

/** Sold out, three wait, and one place more is put up. */
async function onePlaceForThree({ calm, quotaId, typeIds }: Race): Promise<void> {
  await calm.place({ items: [{ ticketTypeId: typeIds[0]!, quantity: 1 }], by: 'staff', method: 'cash' });
  for (const name of ['First', 'Second', 'Third']) {
    const request = { name, email: guest().buyer.email, quantity: 1, userId: null, locale: null };
    const joined = await calm.submit({ kind: 'join_waiting', ticketTypeId: typeIds[0]!, ...request });
    if (!joined.ok) throw new Error(joined.code);
  }
  await db.query('update quotas set size = 2 where id = $1', [quotaId]);
}
const wakeAll = ({ counters }: Race) => Promise.all(counters.map((counter) => counter.submit({ kind: 'release' })));
const offers = async ({ eventId }: Race) =>
  (await db.query('select buyer_name from bookings where event_id = $1 and waiting_entry_id is not null', [eventId]))
    .rows.map(({ buyer_name }) => buyer_name as string); // prettier-ignore

test('one place for the waiting list, found free by ten workers at the same time, is offered once, to the first', () =>
  race({ options: LAST_PLACE, counters: 10, isGuarded: true }, async (event) => {
    await onePlaceForThree(event);
    await wakeAll(event);
    expect(await offers(event)).toEqual(['First']);
    expect(await stock(event)).toEqual({ held: 1, sold: 1 });
    expect(await countOf(`from waiting_entries where event_id = $1 and status = 'waiting'`, event)).toBe(2);
    expect(await countOf(`from outbox where event_id = $1 and kind = 'waiting_offer'`, event)).toBe(1);
  }));

test('control: without locks and constraints it is offered again and again', () =>
  race({ options: LAST_PLACE, counters: 10, isGuarded: false }, async (event) => {
    await onePlaceForThree(event);
    await wakeAll(event);
    expect((await offers(event)).length).toBeGreaterThan(1);
  }));

/**
 * The hold's last instant: its session ends, another buyer wants the place, and the payment turns out to have arrived.
 */
async function lastInstant({ counters, calm, typeIds, eventId }: Race) {
  const payment = await openPayment(calm, await holdOne(calm, typeIds[0]!));
  await db.query(`update bookings set hold_expires_at = now() where event_id = $1`, [eventId]);
  await calm.submit({ kind: 'release' });
  await settlePayment(calm, payment, { report: { state: 'expired' } });
  const [placed, settled] = await Promise.all([
    counters[0]!.place({ items: [{ ticketTypeId: typeIds[1]!, quantity: 1 }] }),
    settlePayment(counters[1]!, payment, { report: paidReport(payment) }),
  ]);
  return { isPlaced: placed.ok, settlement: settled.ok ? settled.settlement : settled.code };
}

test('a place wanted in the instant that its hold expires and is paid after all goes to one of the two', async () => {
  for (let round = 0; round < 5; round++)
    await race({ options: LAST_PLACE, counters: 2, isGuarded: true }, async (event) => {
      const { isPlaced, settlement } = await lastInstant(event);
      expect(settlement).toBe(isPlaced ? 'refunding' : 'confirmed');
      expect(await stock(event)).toEqual(isPlaced ? { held: 1, sold: 0 } : { held: 0, sold: 1 });
      const back = 'from refunds r join payments p on p.id = r.payment_id join bookings b on b.id = p.booking_id where b.event_id = $1'; // prettier-ignore
      expect(await countOf(back, event)).toBe(isPlaced ? 1 : 0);
    });
});

test('control: without locks and constraints both have it', () =>
  race({ options: LAST_PLACE, counters: 2, isGuarded: false }, async (event) => {
    await lastInstant(event);
    expect(await stock(event)).toEqual({ held: 1, sold: 1 });
  }));
