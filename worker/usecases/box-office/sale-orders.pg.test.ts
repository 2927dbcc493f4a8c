import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { openCounter, type Counter } from '../../testing/counter.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { cancelByBuyer, holdOne, openPayment, paidReport, settlePayment, stripeMark, type OpenPayment } from '../../testing/pay-at-counter.ts'; // prettier-ignore

const adminUrl = inject('postgresAdminUrl');
const PRICE = 2500;
const HAPPENINGS = [
  'completed',
  'async success',
  'hold expiry',
  'buyer cancels',
  'refund',
  'webhook repeated',
] as const;
type Happening = (typeof HAPPENINGS)[number];
let url: string;
let db: pg.Client;
let counter: Counter;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = new pg.Client(url);
  await db.connect();
});
afterAll(async () => {
  await counter.close();
  await db.end();
  await dropDatabase(adminUrl, url);
});

/** Every order of every selection: 1957 of them. */
function orders(left: readonly Happening[]): Happening[][] {
  return [[], ...left.flatMap((first) => orders(left.filter((one) => one !== first)).map((rest) => [first, ...rest]))];
}

interface Outcome {
  status: string;
  tickets: number;
  paidMinor: number;
  backMinor: number;
}

/** The outcomes that the rules allow, for a booking whose places no one else wants. */
function allowed(order: readonly Happening[]): Outcome {
  let status = 'pending_payment';
  let isPaid = false;
  let isBack = false;
  let wantsOut = false;
  for (const happening of order) {
    switch (happening) {
      case 'completed':
      case 'async success':
      case 'webhook repeated':
        if (isPaid) break;
        isPaid = true;
        // Only a booking that was given up before is not confirmed late: that money goes back.
        if (status === 'cancelled') isBack = true;
        else status = 'confirmed';
        break;
      case 'hold expiry':
        if (status === 'pending_payment') status = wantsOut ? 'cancelled' : 'expired';
        break;
      case 'buyer cancels':
        wantsOut = status === 'pending_payment';
        if (status !== 'confirmed') break;
        status = 'cancelled';
        isBack = true;
        break;
      case 'refund':
        isBack ||= isPaid;
    }
  }
  if (status === 'pending_payment') status = wantsOut ? 'cancelled' : 'expired';
  const paidMinor = isPaid ? PRICE : 0;
  const backMinor = isBack ? PRICE : 0;
  return { status, tickets: status === 'confirmed' ? 1 : 0, paidMinor, backMinor };
}

async function happen(happening: Happening, payment: OpenPayment & { mark: ReturnType<typeof stripeMark> }) {
  const { bookingId, paymentId, mark } = payment;
  switch (happening) {
    case 'completed':
    case 'webhook repeated':
      return settlePayment(counter, payment, { report: paidReport(payment), stripeEvent: mark });
    case 'async success':
      return settlePayment(counter, payment, {
        report: paidReport(payment),
        stripeEvent: stripeMark('checkout.session.async_payment_succeeded'),
      });
    case 'hold expiry':
      // The clock has run out; the box office wakes, and Stripe ends the session.
      await counter.submit({ kind: 'release' });
      return settlePayment(counter, payment, {
        report: { state: 'expired' },
        stripeEvent: stripeMark('checkout.session.expired'),
      });
    case 'buyer cancels':
      return cancelByBuyer(counter, bookingId);
    case 'refund': {
      const request = { amountMinor: null, reason: 'asked', userId: null, idempotency: null };
      return counter.submit({ kind: 'refund', bookingId, paymentId, ...request });
    }
    default:
      return happening satisfies never;
  }
}

/** Its hold, unless Stripe is being asked already, is due from now on. */
const runOut = (ids: string[]) =>
  db.query(`update bookings set hold_expires_at = now() - interval '1 second'
    where id = any($1::uuid[]) and status = 'pending_payment'`, [ids]); // prettier-ignore

async function outcomes(ids: string[]): Promise<Map<string, Outcome>> {
  const { rows } = await db.query<Outcome & { id: string }>(
    `select b.id, b.status,
      (select count(*)::int from tickets where booking_id = b.id and status = 'valid') as tickets,
      (select coalesce(sum(amount_minor), 0)::float8 from payments where booking_id = b.id and status = 'succeeded') as "paidMinor",
      (select coalesce(sum(r.amount_minor), 0)::float8 from refunds r join payments p on p.id = r.payment_id
        where p.booking_id = b.id and r.status <> 'failed') as "backMinor"
      from bookings b where b.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...outcome }) => [id, outcome]));
}

test('in every order of paid, paid later, expired, cancelled, refunded and repeated news, money and tickets balance', async () => {
  const all = orders(HAPPENINGS);
  expect(all).toHaveLength(1957);
  const event = await createEventOnSale(url, {
    places: null,
    types: [{ priceMinor: PRICE }],
    event: { cancel_until_hours: 24 },
  });
  counter = openCounter(url, event.eventId);
  const payments = await Promise.all(
    all.map(async () => {
      const payment = await openPayment(counter, await holdOne(counter, event.typeIds[0]!));
      return { ...payment, mark: stripeMark('checkout.session.completed') };
    }),
  );
  for (let step = 0; step < HAPPENINGS.length; step++) {
    const isDue = (_: unknown, at: number) => all[at]![step] === 'hold expiry';
    await runOut(payments.filter(isDue).map(({ bookingId }) => bookingId));
    await Promise.all(payments.map((payment, at) => all[at]![step] && happen(all[at]![step]!, payment)));
  }
  await runOut(payments.map(({ bookingId }) => bookingId));
  await counter.submit({ kind: 'release' });
  await Promise.all(payments.map((payment) => happen('hold expiry', payment)));
  const found = await outcomes(payments.map(({ bookingId }) => bookingId));
  const wrong = all.map((order, at) => ({ order: order.join(', '), is: found.get(payments[at]!.bookingId), allowed: allowed(order) })); // prettier-ignore
  expect(wrong.filter(({ is, allowed: may }) => JSON.stringify(is) !== JSON.stringify(may))).toEqual([]);
  const { rows } = await db.query('select held, sold from quotas where id = $1', [event.quotaId]);
  expect(rows).toEqual([{ held: 0, sold: [...found.values()].filter(({ status }) => status === 'confirmed').length }]);
});
