import fc from 'fast-check';
import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import type { SettlePayment } from '#domain/box-office/command.ts';
import type { PaymentReport } from '#domain/payment/payment.ts';
import { guest, openCounter, type Counter, type CounterOptions } from '../../testing/counter.ts';
import { createEventOnSale, type SaleOptions } from '../../testing/event-on-sale.ts';

const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: pg.Client;
const open: Counter[] = [];

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = new pg.Client(url);
  await db.connect();
});
afterAll(async () => {
  await Promise.all(open.map((counter) => counter.close()));
  await db.end();
  await dropDatabase(adminUrl, url);
});

const PRICE = 2500;
const minutes = (n: number) => n * 60_000;
async function sale(options: SaleOptions = {}, more?: CounterOptions) {
  let lateMs = 0;
  const clock = { now: () => new Date(Date.now() + lateMs) };
  const event = await createEventOnSale(url, { types: [{ priceMinor: PRICE }], ...options });
  const counter = () => {
    open.push(openCounter(url, event.eventId, { clock, ...more }));
    return open.at(-1)!;
  };
  return { ...event, counter, advance: (ms: number) => void (lateMs += ms) };
}
type Sale = Awaited<ReturnType<typeof sale>>;

async function hold(counter: Counter, { typeIds }: Sale, buyer = guest().buyer): Promise<string> {
  const placed = await counter.place({ items: [{ ticketTypeId: typeIds[0]!, quantity: 1 }], buyer });
  if (!placed.ok) throw new Error(placed.code);
  return placed.booking.id;
}
async function openPayment(counter: Counter, bookingId: string) {
  const started = await counter.submit({ kind: 'start_payment', bookingId, paymentId: v7() });
  if (!started.ok) throw new Error(started.code);
  const paymentId = started.payment.id;
  await counter.submit({
    kind: 'attach_session',
    bookingId,
    paymentId,
    stripeSessionId: `cs_${paymentId}`,
    checkoutUrl: 'https://pay.example',
  });
  return { bookingId, paymentId };
}
const paid = ({ paymentId }: { paymentId: string }, amountMinor = PRICE): PaymentReport => ({
  state: 'paid',
  amountMinor,
  currency: 'EUR',
  stripeSessionId: `cs_${paymentId}`,
  stripePaymentIntentId: `pi_${paymentId}`,
});
const mark = () => ({ id: `evt_${v7()}`, type: 'checkout.session.completed', occurredAt: new Date().toISOString() });
const settle = (
  counter: Counter,
  about: { bookingId: string; paymentId: string },
  { report, stripeEvent = null }: { report: PaymentReport; stripeEvent?: SettlePayment['stripeEvent'] },
) => counter.submit({ kind: 'settle', ...about, report, stripeEvent });

async function state(event: Sale, bookingId: string) {
  const booking = await db.query('select status from bookings where id = $1', [bookingId]);
  const tickets = await db.query(`select status from tickets where booking_id = $1`, [bookingId]);
  const refunds = await db.query(
    `select r.reason from refunds r join payments p on p.id = r.payment_id where p.booking_id = $1`,
    [bookingId],
  );
  const quota = await db.query('select held, sold from quotas where id = $1', [event.quotaId]);
  return {
    status: booking.rows[0].status,
    tickets: tickets.rowCount,
    refunds: refunds.rows.map(({ reason }) => reason),
    ...quota.rows[0],
  };
}
const amounts = async (paymentId: string) =>
  (
    await db.query(
      `select amount_minor::int as asked, paid_minor::int as came, paid_currency as currency, (select
        array_agg(concat(amount_minor, ' ', currency)) from refunds r where r.payment_id = p.id) as back
        from payments p where id = $1`,
      [paymentId],
    )
  ).rows[0];
const told = async (bookingId: string) =>
  (await db.query('select kind from outbox where booking_id = $1 order by id', [bookingId])).rows.map(
    ({ kind }) => kind,
  );

test('paid, reported often, expired, declined and released, in any order at two counters: one ticket and no refund', async () => {
  const step = fc.constantFrom('paid', 'paid again', 'expired', 'declined', 'release');
  const orders = fc.array(fc.record({ step, at: fc.boolean() }), { minLength: 3, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(orders, async (steps) => {
      const event = await sale({ places: 1 });
      const counters = [event.counter(), event.counter()];
      const payment = await openPayment(counters[0]!, await hold(counters[0]!, event));
      event.advance(minutes(16));
      const news = mark();
      const run = ({ step: what, at }: { step: string; at: boolean }) => {
        const counter = counters[at ? 1 : 0]!;
        if (what === 'release') return counter.submit({ kind: 'release' });
        if (what === 'expired') return settle(counter, payment, { report: { state: 'expired' } });
        if (what === 'declined')
          return settle(counter, payment, { report: { state: 'declined', code: 'generic_decline' } });
        return settle(counter, payment, { report: paid(payment), stripeEvent: what === 'paid' ? news : mark() });
      };
      await Promise.all([...steps, { step: 'paid', at: true }].map(run));
      expect(await state(event, payment.bookingId)).toEqual({
        status: 'confirmed',
        tickets: 1,
        refunds: [],
        held: 0,
        sold: 1,
      });
      await Promise.all(counters.map((counter) => counter.close().then(() => open.splice(open.indexOf(counter), 1))));
    }),
    { numRuns: 40 },
  );
});

test('a due hold without a session is released right away, one with a session when Stripe has ended it', async () => {
  const event = await sale({ places: 2 });
  const counter = event.counter();
  const plain = await hold(counter, event);
  const paying = await openPayment(counter, await hold(counter, event));
  event.advance(minutes(16));
  expect(await counter.submit({ kind: 'release' })).toEqual({ ok: true, released: 2, more: false });
  expect(await state(event, plain)).toMatchObject({ status: 'expired', held: 1 });
  expect(await state(event, paying.bookingId)).toMatchObject({ status: 'pending_payment' });
  expect([await told(plain), await told(paying.bookingId)]).toEqual([['hold_expired'], ['expire_session']]);
  expect(await counter.submit({ kind: 'release' })).toEqual({ ok: true, released: 0, more: false });
  expect(await settle(counter, paying, { report: { state: 'expired' } })).toMatchObject({
    ok: true,
    settlement: 'released',
  });
  expect(await state(event, paying.bookingId)).toEqual({
    status: 'expired',
    tickets: 0,
    refunds: [],
    held: 0,
    sold: 0,
  });
});

test('a payment that comes late is confirmed while its place is free, and refunded when it is gone', async () => {
  const event = await sale({ places: 1 });
  const counter = event.counter();
  const late = await openPayment(counter, await hold(counter, event));
  event.advance(minutes(16));
  await counter.submit({ kind: 'release' });
  await settle(counter, late, { report: { state: 'expired' } });
  expect(await settle(counter, late, { report: paid(late) })).toMatchObject({
    settlement: 'confirmed',
    bookingStatus: 'confirmed',
  });
  expect(await state(event, late.bookingId)).toEqual({
    status: 'confirmed',
    tickets: 1,
    refunds: [],
    held: 0,
    sold: 1,
  });

  const other = await sale({ places: 1 });
  const desk = other.counter();
  const lost = await openPayment(desk, await hold(desk, other));
  other.advance(minutes(16));
  await desk.submit({ kind: 'release' });
  await settle(desk, lost, { report: { state: 'expired' } });
  await hold(desk, other);
  expect(await settle(desk, lost, { report: paid(lost) })).toMatchObject({
    settlement: 'refunding',
    bookingStatus: 'expired',
  });
  expect(await state(other, lost.bookingId)).toEqual({
    status: 'expired',
    tickets: 0,
    refunds: ['places_gone'],
    held: 1,
    sold: 0,
  });
  expect(await told(lost.bookingId)).toEqual(['expire_session', 'hold_expired', 'refund', 'payment_refunded']);
});

test('a late payment of a buyer who has booked again is refunded, although places are left', async () => {
  const event = await sale({ places: 5 });
  const counter = event.counter();
  const late = await openPayment(counter, await hold(counter, event, { name: 'Ada', email: 'ada.again@gmail.com' }));
  event.advance(minutes(16));
  await counter.submit({ kind: 'release' });
  await settle(counter, late, { report: { state: 'expired' } });
  const again = await hold(counter, event, { name: 'Ada', email: 'adaagain+x@gmail.com' });
  expect(await settle(counter, late, { report: paid(late) })).toMatchObject({
    settlement: 'refunding',
    bookingStatus: 'expired',
  });
  expect(await state(event, late.bookingId)).toMatchObject({ tickets: 0, refunds: ['booked_again'], held: 1, sold: 0 });
  expect(await state(event, again)).toMatchObject({ status: 'pending_payment' });
});

test('a second booking counts in the turn of the late payment too, and not once it is released', async () => {
  for (const givenUp of [false, true]) {
    const event = await sale({ places: 5 });
    const counter = event.counter();
    const buyer = { name: 'Ada', email: `ada-${v7()}@example.com` };
    const late = await openPayment(counter, await hold(counter, event, buyer));
    event.advance(minutes(16));
    await counter.submit({ kind: 'release' });
    await settle(counter, late, { report: { state: 'expired' } });
    if (givenUp) {
      const bookingId = await hold(counter, event, buyer);
      await counter.submit({ kind: 'cancel', bookingId, by: 'buyer', userId: null, reason: null, refund: false });
    }
    const again = givenUp ? null : hold(counter, event, buyer);
    const settled = await settle(counter, late, { report: paid(late) });
    await again;
    expect(settled).toMatchObject({ settlement: givenUp ? 'confirmed' : 'refunding' });
  }
});

test('a cancelled event takes no payment, and its holds end right away, or when Stripe has ended the session', async () => {
  const event = await sale({ places: 3 });
  const counter = event.counter();
  const plain = await hold(counter, event);
  const paying = await openPayment(counter, await hold(counter, event));
  await db.query(`update events set status = 'cancelled' where id = $1`, [event.eventId]);
  expect(await counter.submit({ kind: 'start_payment', bookingId: plain, paymentId: v7() })).toEqual({
    ok: false,
    code: 'event_not_published',
  });
  expect(await counter.submit({ kind: 'release' })).toEqual({ ok: true, released: 2, more: false });
  expect(await state(event, plain)).toMatchObject({ status: 'cancelled', held: 1 });
  expect([await told(plain), await told(paying.bookingId)]).toEqual([[], ['expire_session']]);
  await settle(counter, paying, { report: { state: 'expired' } });
  expect(await state(event, paying.bookingId)).toMatchObject({ status: 'cancelled', tickets: 0, held: 0, sold: 0 });
  expect(await settle(counter, paying, { report: paid(paying) })).toMatchObject({ settlement: 'refunding' });
  expect((await state(event, paying.bookingId)).refunds).toEqual(['event_cancelled']);
});

test('a second payment of one booking is refunded, and so is one of the wrong amount', async () => {
  const event = await sale({ holdMinutes: 60 });
  const counter = event.counter();
  const first = await openPayment(counter, await hold(counter, event));
  await settle(counter, first, { report: { state: 'expired' } });
  const second = await openPayment(counter, first.bookingId);
  expect(second.paymentId).not.toBe(first.paymentId);
  await settle(counter, second, { report: paid(second) });
  expect(await settle(counter, first, { report: paid(first) })).toMatchObject({ settlement: 'refunding' });
  expect(await state(event, first.bookingId)).toEqual({
    status: 'confirmed',
    tickets: 1,
    refunds: ['paid_twice'],
    held: 0,
    sold: 1,
  });
  const cheap = await openPayment(counter, await hold(counter, event));
  await settle(counter, cheap, { report: paid(cheap, 1) });
  expect(await state(event, cheap.bookingId)).toMatchObject({
    status: 'expired',
    tickets: 0,
    refunds: ['amount_mismatch'],
  });
  expect(await amounts(cheap.paymentId)).toEqual({ asked: PRICE, came: 1, currency: 'EUR', back: ['1 EUR'] });
});

test('a payment of another amount or currency is kept beside the booking, and refunded as it came', async () => {
  const event = await sale({ places: 3 });
  const counter = event.counter();
  const pay = async (report: Partial<PaymentReport>) => {
    const payment = await openPayment(counter, await hold(counter, event));
    const told = await settle(counter, payment, { report: { ...paid(payment), ...report } as PaymentReport });
    expect(told).toMatchObject({ ok: true, settlement: 'refunding' });
    expect(await state(event, payment.bookingId)).toMatchObject({ status: 'expired', tickets: 0 });
    return amounts(payment.paymentId);
  };
  const asked = { asked: PRICE, currency: 'EUR' };
  expect(await pay({ amountMinor: PRICE + 7 })).toEqual({ ...asked, came: PRICE + 7, back: [`${PRICE + 7} EUR`] });
  expect(await pay({ currency: 'USD' })).toEqual({ ...asked, currency: 'USD', came: PRICE, back: [`${PRICE} USD`] });
  // Nothing came, so nothing can go back.
  expect(await pay({ amountMinor: 0 })).toEqual({ ...asked, came: 0, back: null });
});

test('starting to pay leaves ten minutes, once, and thirty in all', async () => {
  const event = await sale({ holdMinutes: 15 });
  const counter = event.counter();
  const bookingId = await hold(counter, event);
  event.advance(minutes(14));
  const started = await counter.submit({ kind: 'start_payment', bookingId, paymentId: v7() });
  if (!started.ok) throw new Error(started.code);
  const heldFor = Date.parse(started.booking.holdExpiresAt!) - Date.parse(started.booking.createdAt);
  expect(Math.round(heldFor / 1000)).toBe(24 * 60);
  await settle(counter, { bookingId, paymentId: started.payment.id }, { report: { state: 'abandoned' } });
  event.advance(minutes(9));
  const again = await counter.submit({ kind: 'start_payment', bookingId, paymentId: v7() });
  expect(again).toMatchObject({ ok: true, booking: { holdExpiresAt: started.booking.holdExpiresAt } });
  event.advance(minutes(2));
  expect(await counter.submit({ kind: 'start_payment', bookingId, paymentId: v7() })).toEqual({
    ok: false,
    code: 'hold_expired',
  });
});

test('staff who cancel with a refund while the buyer is paying get both: the payment is refunded, once', async () => {
  const event = await sale();
  const counter = event.counter();
  const paying = await openPayment(counter, await hold(counter, event));
  const { bookingId } = paying;
  const cancelled = { kind: 'cancel', bookingId, by: 'staff', userId: null, reason: 'ill', refund: true } as const;
  expect(await counter.submit(cancelled)).toMatchObject({ ok: true, status: 'pending_payment', releasing: true });
  await settle(counter, paying, { report: paid(paying) });
  await settle(counter, paying, { report: paid(paying) });
  const ended = { status: 'cancelled', tickets: 0, refunds: ['booking_cancelled'], held: 0, sold: 0 };
  expect(await state(event, bookingId)).toEqual(ended);
  // Asked once more, it is paid back already.
  expect(await counter.submit(cancelled)).toMatchObject({ ok: true, status: 'cancelled', refundedMinor: 0 });
  expect(await state(event, bookingId)).toEqual(ended);
});

test('a cancellation during payment waits for Stripe: a paid session confirms the booking, an ended one cancels it', async () => {
  const event = await sale();
  const counter = event.counter();
  const cancel = (bookingId: string) =>
    counter.submit({ kind: 'cancel', bookingId, by: 'buyer', userId: null, reason: null, refund: false });
  const kept = await openPayment(counter, await hold(counter, event));
  const given = await openPayment(counter, await hold(counter, event));
  expect(await cancel(kept.bookingId)).toEqual({
    ok: true,
    status: 'pending_payment',
    releasing: true,
    refundedMinor: 0,
  });
  await cancel(given.bookingId);
  await settle(counter, kept, { report: paid(kept) });
  await settle(counter, given, { report: { state: 'expired' } });
  expect(await state(event, kept.bookingId)).toMatchObject({ status: 'confirmed', tickets: 1 });
  const noted = await db.query(`select before, after from audit_log where subject_id = $1`, [kept.bookingId]);
  expect(noted.rows).toEqual([
    { before: { status: 'cancelled' }, after: { status: 'confirmed', reason: 'paid_meanwhile' } },
  ]);
  expect(await state(event, given.bookingId)).toEqual({
    status: 'cancelled',
    tickets: 0,
    refunds: [],
    held: 0,
    sold: 1,
  });
  expect(await cancel(kept.bookingId)).toEqual({ ok: false, code: 'not_cancellable' });
  const byStaff = await counter.submit({
    kind: 'cancel',
    bookingId: kept.bookingId,
    by: 'staff',
    userId: null,
    reason: null,
    refund: false,
  });
  expect(byStaff).toEqual({ ok: true, status: 'cancelled', releasing: false, refundedMinor: 0 });
  const { rows } = await db.query('select status, seq::int from tickets where booking_id = $1', [kept.bookingId]);
  expect(rows).toEqual([{ status: 'cancelled', seq: 2 }]);
  expect(await state(event, kept.bookingId)).toMatchObject({ held: 0, sold: 0 });
});

test('a commit whose answer is lost is unknown, and the same key tells the truth', async () => {
  const event = await sale();
  const dying = openCounter(url, event.eventId, {
    rewrite: (text) => (text === 'commit' ? 'commit; select pg_terminate_backend(pg_backend_pid())' : text),
  });
  open.push(dying);
  const request = {
    items: [{ ticketTypeId: event.typeIds[0]!, quantity: 1 }],
    ...guest(),
    idempotency: { caller: 'guest', key: v7(), requestHash: 'same' },
  };
  await expect(dying.place(request)).rejects.toMatchObject({ name: 'OutcomeUnknown' });
  const truth = await event.counter().place(request);
  expect(truth).toMatchObject({ ok: true, booking: { buyer: request.buyer } });
  const { rows } = await db.query('select id from bookings where event_id = $1', [event.eventId]);
  expect(rows).toEqual([{ id: truth.ok && truth.booking.id }]);
});

test('a database that leaves in the middle of a turn leaves nothing behind', async () => {
  const terminate = () =>
    db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`,
    );
  const event = await sale({}, { beforePersist: async () => void (await terminate()) });
  await expect(hold(event.counter(), event)).rejects.toMatchObject({ name: 'StoreAway' });
  const { rows } = await db.query(
    `select (select count(*)::int from bookings where event_id = $1) as bookings, held from quotas where id = $2`,
    [event.eventId, event.quotaId],
  );
  expect(rows).toEqual([{ bookings: 0, held: 0 }]);
});

const kept = async (bookingId: string, stripeEventId: string) => {
  const { rows } = await db.query(
    `select b.status, (select outcome from stripe_events where id = $2) as event,
      (select count(*)::int from tickets where booking_id = b.id) as tickets,
      (select count(*)::int from outbox where booking_id = b.id and kind = 'booking_confirmed') as mails
      from bookings b where id = $1`,
    [bookingId, stripeEventId],
  );
  return rows[0];
};
/** Settles a payment at a counter whose connection is lost at the commit, and returns the rows after that. */
async function settleLosing(rewrite: (text: string) => string) {
  const event = await sale();
  const payment = await openPayment(event.counter(), await hold(event.counter(), event));
  const news = mark();
  const losing = openCounter(url, event.eventId, { rewrite });
  open.push(losing);
  await expect(settle(losing, payment, { report: paid(payment), stripeEvent: news })).rejects.toMatchObject({
    name: expect.stringMatching(/^(StoreAway|OutcomeUnknown)$/),
  });
  const lost = await kept(payment.bookingId, news.id);
  const told = await settle(event.counter(), payment, { report: paid(payment), stripeEvent: news });
  return { lost, told: told.ok && told.settlement, kept: await kept(payment.bookingId, news.id) };
}
const LEAVE = 'select pg_terminate_backend(pg_backend_pid())';
const NOTHING = { status: 'pending_payment', event: null, tickets: 0, mails: 0 };
const ALL = { status: 'confirmed', event: 'confirmed', tickets: 1, mails: 1 };

test('an event of Stripe’s is stored together with what it changes: a crash before the commit leaves neither', async () => {
  const beforeCommit = (text: string) => (text === 'commit' ? LEAVE : text);
  expect(await settleLosing(beforeCommit)).toEqual({ lost: NOTHING, told: 'confirmed', kept: ALL });
});

test('an event of Stripe’s is stored together with what it changes: a crash after the commit leaves both', async () => {
  const afterCommit = (text: string) => (text === 'commit' ? `commit; ${LEAVE}` : text);
  expect(await settleLosing(afterCommit)).toEqual({ lost: ALL, told: 'repeated', kept: ALL });
});

test('control: without a transaction a crash in the middle leaves the one without the other', async () => {
  const unbound = (text: string) => {
    if (text === 'begin') return 'select 1';
    return text.startsWith('insert into stripe_events')
      ? text.replace('from jsonb', 'from no_such_table, jsonb')
      : text;
  };
  const event = await sale();
  const payment = await openPayment(event.counter(), await hold(event.counter(), event));
  const news = mark();
  const failing = openCounter(url, event.eventId, { rewrite: unbound });
  open.push(failing);
  await expect(settle(failing, payment, { report: paid(payment), stripeEvent: news })).rejects.toThrow('no_such_table');
  expect(await kept(payment.bookingId, news.id)).toEqual({ ...ALL, event: null });
});

/** Sold out with two who wait, then a payment that comes when its place is gone; and one place comes free. */
async function lateAmongWaiting() {
  const event = await sale({ places: 1 });
  const counter = event.counter();
  const late = await openPayment(
    counter,
    await hold(counter, event, { name: 'Late', email: `late-${v7()}@example.com` }),
  );
  event.advance(minutes(16));
  await counter.submit({ kind: 'release' });
  await settle(counter, late, { report: { state: 'expired' } });
  const item = { ticketTypeId: event.typeIds[0]!, quantity: 1 };
  const sold = await counter.place({ items: [item], by: 'staff', method: 'cash' });
  if (!sold.ok) throw new Error(sold.code);
  for (const name of ['Monday', 'Tuesday']) {
    const email = `${name}-${v7()}@example.com`;
    const joined = await counter.submit({ kind: 'join_waiting', ...item, name, email, userId: null, locale: null });
    if (!joined.ok) throw new Error(joined.code);
  }
  expect(await settle(counter, late, { report: paid(late) })).toMatchObject({ settlement: 'refunding' });
  const offers = async () =>
    (
      await db.query(
        `select w.name from waiting_entries w join bookings b on b.waiting_entry_id = w.id
          where w.event_id = $1 and w.status = 'offered' order by w.offered_at`,
        [event.eventId],
      )
    ).rows.map(({ name }) => name);
  const cancelSold = () =>
    counter.submit({
      kind: 'cancel',
      bookingId: sold.booking.id,
      by: 'staff',
      userId: null,
      reason: null,
      refund: false,
    });
  return { event, counter, offers, cancelSold };
}

test('the next free ticket goes to the buyer whose payment came too late, before those who waited longer', async () => {
  const { offers, cancelSold } = await lateAmongWaiting();
  expect(await offers()).toEqual([]);
  await cancelSold();
  expect(await offers()).toEqual(['Late']);
});

test('control: without the rank of late payers it goes to the one who waited longest', async () => {
  const { event, offers, cancelSold } = await lateAmongWaiting();
  await db.query('update waiting_entries set first = false where event_id = $1', [event.eventId]);
  await cancelSold();
  expect(await offers()).toEqual(['Monday']);
});

test('a late payer who waits already behind a thousand others goes first with that entry', async () => {
  const event = await sale({ places: 1 });
  const counter = event.counter();
  const buyer = { name: 'Late', email: `late-${v7()}@example.com` };
  const late = await openPayment(counter, await hold(counter, event, buyer));
  event.advance(minutes(16));
  await counter.submit({ kind: 'release' });
  await settle(counter, late, { report: { state: 'expired' } });
  await counter.place({ items: [{ ticketTypeId: event.typeIds[0]!, quantity: 1 }], by: 'staff', method: 'cash' });
  await db.query(
    `insert into waiting_entries (id, event_id, ticket_type_id, quantity, name, email, email_normalized, created_at)
      select gen_random_uuid(), $1, $2, 1, 'Guest', n || '@example.com', n || '@example.com', now() - interval '1 day'
      from generate_series(1, 1000) n`,
    [event.eventId, event.typeIds[0]],
  );
  const item = { ticketTypeId: event.typeIds[0]!, quantity: 1, userId: null, locale: null };
  expect(await counter.submit({ kind: 'join_waiting', ...item, ...buyer })).toMatchObject({ ok: true });
  expect(await settle(counter, late, { report: paid(late) })).toMatchObject({ settlement: 'refunding' });
  const { rows } = await db.query(`select first from waiting_entries where event_id = $1 and name = 'Late'`, [
    event.eventId,
  ]);
  expect(rows).toEqual([{ first: true }]);
});

/** A payment that comes too late in the turn in which a ticket comes free; staff have booked two for the buyer besides. */
async function lateAsOneIsFreed(perPersonLimit: number) {
  const event = await sale({ places: 3, perPersonLimit });
  const counter = event.counter();
  const buyer = { name: 'Late', email: `late-${v7()}@example.com` };
  const late = await openPayment(counter, await hold(counter, event, buyer));
  const forCash = { by: 'staff', method: 'cash' } as const;
  const items = (quantity: number) => [{ ticketTypeId: event.typeIds[0]!, quantity }];
  await counter.place({ items: items(2), buyer, ...forCash });
  event.advance(minutes(16));
  await counter.submit({ kind: 'release' });
  await settle(counter, late, { report: { state: 'expired' } });
  const other = await counter.place({ items: items(1), ...forCash });
  if (!other.ok) throw new Error(other.code);
  const cancelOther = { kind: 'cancel', bookingId: other.booking.id, by: 'staff', userId: null, reason: null } as const;
  const [settled] = await Promise.all([
    settle(counter, late, { report: paid(late) }),
    counter.submit({ ...cancelOther, refund: false }),
  ]);
  expect(settled).toMatchObject({ settlement: 'refunding' });
  const { rows } = await db.query('select name, status, first from waiting_entries where event_id = $1', [
    event.eventId,
  ]);
  return rows;
}

test('a late payer is offered the next ticket within their limit, also one that comes free in the same turn', async () => {
  expect(await lateAsOneIsFreed(2)).toEqual([{ name: 'Late', status: 'waiting', first: true }]);
  expect(await lateAsOneIsFreed(3)).toEqual([{ name: 'Late', status: 'offered', first: true }]);
});

test('a booking that has ended no longer counts against its buyer’s limit', async () => {
  const event = await sale({ perPersonLimit: 1 });
  const counter = event.counter();
  const buyer = guest().buyer;
  const place = async () => {
    const placed = await counter.place({ items: [{ ticketTypeId: event.typeIds[0]!, quantity: 1 }], buyer });
    return placed.ok ? placed.booking.id : placed.code;
  };
  const first = await place();
  expect(await place()).toBe('person_limit_reached');
  const ended = { kind: 'cancel', bookingId: first, by: 'buyer', userId: null, reason: null, refund: false } as const;
  expect(await counter.submit(ended)).toMatchObject({ ok: true, status: 'cancelled' });
  const second = await place();
  expect(await state(event, second)).toMatchObject({ status: 'pending_payment' });
});

test('a box office finds no booking of another event', async () => {
  const event = await sale();
  const other = await sale();
  const bookingId = await hold(event.counter(), event);
  const about = { bookingId, by: 'staff', userId: null, reason: null, refund: false } as const;
  expect(await other.counter().submit({ kind: 'cancel', ...about })).toEqual({ ok: false, code: 'not_found' });
  expect(await state(event, bookingId)).toMatchObject({ status: 'pending_payment', held: 1 });
});

test('a release ends the holds whose time is over and leaves the others', async () => {
  const event = await sale();
  const counter = event.counter();
  const early = await hold(counter, event);
  event.advance(minutes(10));
  const late = await hold(counter, event);
  event.advance(minutes(5));
  await counter.submit({ kind: 'release' });
  expect((await state(event, early)).status).toBe('expired');
  expect(await state(event, late)).toMatchObject({ status: 'pending_payment', held: 1, sold: 0 });
});
