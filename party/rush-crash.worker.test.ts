import pg from 'pg';
import { v7 } from 'uuid';
import { afterEach, expect, inject, test } from 'vitest';
import { startStack, type Stack, type StackOptions } from '../dev/stack.ts';
import { createEventOnSale, type EventForSale, type SaleOptions } from '../worker/testing/event-on-sale.ts';
import { book, bookPatiently, type Reply, type BookingRequest } from '../worker/testing/patient-buyer.ts';
import { randomFrom, tortureSeed } from '../worker/testing/torture-seed.ts';

const random = randomFrom(tortureSeed);
const between = (low: number, high: number) => low + Math.floor(random() * (high - low));

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function open(options: StackOptions = {}): Promise<Stack & { db: () => Promise<pg.Client> }> {
  const stack = await startStack({ bundleDir: process.env.EVERATO_TEST_BUNDLE, ...options });
  undo.push(() => stack.stop());
  const db = async () => {
    const client = new pg.Client(stack.databaseUrl);
    client.on('error', () => {});
    await client.connect();
    undo.push(() => client.end());
    return client;
  };
  return { ...stack, db };
}

const sale = (stack: Stack, options: SaleOptions) =>
  createEventOnSale(stack.databaseUrl, { secret: stack.bindings.EVERATO_SECRET, ...options });

const newRequest = (): BookingRequest => ({ key: v7(), quantity: between(1, 4), email: `buyer-${v7()}@example.com` });

/** Buyers who come one after the other until the rush is stopped, and retry each request until it is answered. */
function startRush(url: string, event: EventForSale, buyers: number) {
  const acknowledged = new Map<string, { request: BookingRequest; reply: Reply }>();
  let asks = 0;
  let open = true;
  const lanes = Array.from({ length: buyers }, async () => {
    while (open) {
      const request = newRequest();
      const reply = await bookPatiently(url, event, request);
      asks += reply.asked;
      acknowledged.set(request.key, { request, reply });
    }
  });
  const until = async (more: number) => {
    const enough = acknowledged.size + more;
    while (acknowledged.size < enough) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const stop = async () => {
    open = false;
    await Promise.all(lanes);
    return { acknowledged: [...acknowledged.values()], repeated: asks - acknowledged.size };
  };
  return { until, stop };
}

/** An event's counters recomputed from its rows. */
async function readTotals(db: pg.Client, { eventId, quotaId }: EventForSale) {
  const one = async (text: string, id: string) => (await db.query(text, [id])).rows[0];
  const { bookings, places } = await one(
    `select count(*)::int as bookings, coalesce(sum(ticket_count), 0)::int as places from bookings
      where event_id = $1 and status = 'confirmed'`,
    eventId,
  );
  const { tickets, newest } = await one(
    `select count(*)::int as tickets, max(seq)::int as newest from tickets where event_id = $1`,
    eventId,
  );
  const { mails } = await one(
    `select count(*)::int as mails from outbox where event_id = $1 and kind = 'booking_confirmed'`,
    eventId,
  );
  const { held, sold } = await one('select held, sold from quotas where id = $1', quotaId);
  const { counted } = await one('select ticket_seq::int as counted from events where id = $1', eventId);
  return { bookings, places, tickets, newest, mails, held, sold, counted };
}

test(`the Worker killed three times, and Postgres once, in the middle of a rush lose no acknowledged booking (seed ${tortureSeed})`, async () => {
  const stack = await open();
  const event = await sale(stack, { places: null, types: [{ priceMinor: 0 }] });
  const rush = startRush(stack.url, event, 40);
  for (const victim of ['worker', 'worker', 'postgres', 'worker'] as const) {
    await rush.until(between(40, 200));
    await new Promise((resolve) => setTimeout(resolve, between(0, 15)));
    const crashed = victim === 'worker' ? stack.worker : stack.postgres!;
    await crashed.kill();
    await crashed.start();
  }
  await rush.until(40);
  const { acknowledged, repeated } = await rush.stop();

  // Otherwise no request was open during the crash, and the test shows nothing.
  expect(repeated).toBeGreaterThan(0);
  expect(acknowledged.map(({ reply }) => reply.status).filter((status) => status !== 201)).toEqual([]);
  const db = await stack.db();
  const { rows } = await db.query(
    `select b.id, k.key, array_agg(t.number::text order by t.seq) as numbers
      from bookings b join tickets t on t.booking_id = b.id and t.status = 'valid'
      join idempotency_keys k on k.answer->'booking'->>'id' = b.id::text
      where b.event_id = $1 and b.status = 'confirmed' group by b.id, k.key`,
    [event.eventId],
  );
  const kept = new Map(rows.map(({ key, id, numbers }) => [key, { id, numbers }]));
  expect(acknowledged.filter(({ request, reply }) => !isKept(reply, kept.get(request.key)))).toEqual([]);
  // Every buyer got a reply in the end, so a booking without a reply would be one too many.
  const found = await readTotals(db, event);
  const places = acknowledged.reduce((sum, { request }) => sum + request.quantity, 0);
  expect(found).toEqual({
    bookings: acknowledged.length,
    places,
    tickets: places,
    newest: places,
    mails: acknowledged.length,
    held: 0,
    sold: places,
    counted: places,
  });
  const again = await Promise.all(
    acknowledged.slice(-100).map(({ request }) => bookPatiently(stack.url, event, request)),
  );
  expect(again.map(({ created }) => created?.booking.id)).toEqual(
    acknowledged.slice(-100).map(({ reply }) => reply.created?.booking.id),
  );
  expect(await readTotals(db, event)).toEqual(found);
});

function isKept({ created }: Reply, kept: { id: string; numbers: string[] } | undefined): boolean {
  const promised = created?.booking.tickets.map(({ number }) => number.replace('-', ''));
  return kept?.id === created?.booking.id && JSON.stringify(kept?.numbers) === JSON.stringify(promised);
}

test('400 buyers for 50 places over HTTP sell exactly 50', async () => {
  const stack = await open({ adminUrl: inject('postgresAdminUrl') });
  const event = await sale(stack, { places: 50, types: [{ priceMinor: 0 }] });
  const replies = await Promise.all(
    Array.from({ length: 400 }, () => book(stack.url, event, { ...newRequest(), quantity: 1 })),
  );
  const outcomes = Object.groupBy(replies, ({ status, code }) => `${status} ${code ?? 'booked'}`);
  expect(Object.fromEntries(Object.entries(outcomes).map(([outcome, group]) => [outcome, group?.length]))).toEqual({
    '201 booked': 50,
    '409 sold_out': 350,
  });
  expect(await readTotals(await stack.db(), event)).toEqual({
    bookings: 50,
    places: 50,
    tickets: 50,
    newest: 50,
    mails: 50,
    held: 0,
    sold: 50,
    counted: 50,
  });
});
