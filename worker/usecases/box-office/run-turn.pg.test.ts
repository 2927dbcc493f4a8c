import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { guest, openCounter, type Counter, type CounterOptions } from '../../testing/counter.ts';
import { createEventOnSale, type EventForSale, type SaleOptions } from '../../testing/event-on-sale.ts';

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

async function sale(options: SaleOptions): Promise<EventForSale & { counter(more?: CounterOptions): Counter }> {
  const event = await createEventOnSale(url, options);
  const counter = (more?: CounterOptions) => {
    open.push(openCounter(url, event.eventId, more));
    return open.at(-1)!;
  };
  return { ...event, counter };
}
const one = ({ typeIds }: EventForSale) => [{ ticketTypeId: typeIds[0]!, quantity: 1 }];
const stock = async ({ quotaId }: EventForSale) =>
  (await db.query('select held, sold from quotas where id = $1', [quotaId])).rows[0];
const count = async (table: string, eventId: string) =>
  (await db.query(`select count(*)::int as n from ${table} where event_id = $1`, [eventId])).rows[0].n;
const codesOf = (answers: { ok: boolean; code?: string }[]) =>
  Object.groupBy(answers, (answer) => (answer.ok ? 'booked' : (answer.code ?? '')));
const sizes = (groups: Partial<Record<string, unknown[]>>) =>
  Object.fromEntries(Object.entries(groups).map(([code, group]) => [code, group?.length]));

/** 400 buyers at two counters that know nothing of each other, as if the event had two rooms. */
async function rushAtTwoCounters(event: Awaited<ReturnType<typeof sale>>, more?: CounterOptions) {
  const counters = [event.counter({ limit: 7, ...more }), event.counter({ limit: 7, ...more })];
  const buyers = Array.from({ length: 400 }, (_, buyer) => counters[buyer % 2]!.place({ items: one(event) }));
  return Promise.allSettled(buyers);
}

test('400 buyers for 50 places at two counters sell exactly 50', async () => {
  const event = await sale({ places: 50, types: [{ priceMinor: 0 }] });
  const results = await rushAtTwoCounters(event);
  const answers = results.map((result) =>
    result.status === 'fulfilled' ? result.value : { ok: false, code: 'threw' },
  );
  expect(sizes(codesOf(answers))).toEqual({ booked: 50, sold_out: 350 });
  expect(await stock(event)).toEqual({ held: 0, sold: 50 });
  expect(await count('tickets', event.eventId)).toBe(50);
});

test('control: without row locks and the CHECK the same rush oversells', async () => {
  const event = await sale({ places: 50, types: [{ priceMinor: 100 }] });
  await db.query('alter table quotas drop constraint quotas_never_oversold');
  await rushAtTwoCounters(event, { rewrite: (text) => text.replace('for no key update', '') });
  const { held } = await stock(event);
  await db.query(`alter table quotas add constraint quotas_never_oversold
    check (held >= 0 and sold >= 0 and (size is null or held + sold <= size)) not valid`);
  expect(held).toBeGreaterThan(50);
});

test('with the locks off the CHECK alone still sells no more than there is', async () => {
  const event = await sale({ places: 50, types: [{ priceMinor: 100 }] });
  await rushAtTwoCounters(event, { rewrite: (text) => text.replace('for no key update', '') });
  const { held } = await stock(event);
  expect(held).toBeLessThanOrEqual(50);
  expect(held).toBe(await count('bookings', event.eventId));
});

test('a free booking is confirmed with its tickets and its email in one transaction', async () => {
  const event = await sale({ types: [{ priceMinor: 0, name: 'Free' }] });
  const answer = await event.counter().place({ items: [{ ticketTypeId: event.typeIds[0]!, quantity: 2 }] });
  if (!answer.ok) throw new Error(answer.code);
  const { booking } = answer;
  expect(booking).toMatchObject({ status: 'confirmed', totalMinor: 0, holdExpiresAt: null, method: 'complimentary' });
  expect(booking.tickets.map(({ typeName, status, attendeeName }) => ({ typeName, status, attendeeName }))).toEqual([
    { typeName: 'Free', status: 'valid', attendeeName: 'Ada Lovelace' },
    { typeName: 'Free', status: 'valid', attendeeName: 'Ada Lovelace' },
  ]);
  const { rows } = await db.query('select number, seq::int from tickets where booking_id = $1 order by seq', [
    booking.id,
  ]);
  expect(rows).toEqual(booking.tickets.map(({ number }, position) => ({ number, seq: position + 1 })));
  const mail = await db.query('select lane, kind, payload, recipient from outbox where booking_id = $1', [booking.id]);
  expect(mail.rows).toEqual([{ lane: 'mail', kind: 'booking_confirmed', payload: {}, recipient: booking.buyer.email }]);
});

test('one key in flight many times is one booking and one answer', async () => {
  const event = await sale({ types: [{ priceMinor: 500 }] });
  const idempotency = { caller: 'guest', key: crypto.randomUUID(), requestHash: 'same' };
  const buyer = guest().buyer;
  const counters = [event.counter({ limit: 3 }), event.counter({ limit: 3 })];
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => counters[n % 2]!.place({ items: one(event), buyer, idempotency })),
  );
  const first = answers[0]!;
  expect(first.ok).toBe(true);
  expect(answers.every((answer) => JSON.stringify(sorted(answer)) === JSON.stringify(sorted(first)))).toBe(true);
  expect(await count('bookings', event.eventId)).toBe(1);
  expect(await stock(event)).toEqual({ held: 1, sold: 0 });
  const other = await counters[0]!.place({
    items: one(event),
    buyer,
    idempotency: { ...idempotency, requestHash: 'other' },
  });
  expect(other).toEqual({ ok: false, code: 'idempotency_conflict' });
});

test('the limit per person counts bookings earlier in the same turn, under every form of the address', async () => {
  const event = await sale({ types: [{ priceMinor: 500 }], perPersonLimit: 5 });
  const counter = event.counter();
  const emails = [
    'ada.lovelace@gmail.com',
    'AdaLovelace+1@googlemail.com',
    'adalovelace@gmail.com',
    'charles@example.com',
  ];
  const answers = await Promise.all(
    emails.map((email) =>
      counter.place({ items: [{ ticketTypeId: event.typeIds[0]!, quantity: 2 }], buyer: { name: 'Ada', email } }),
    ),
  );
  expect(answers.map((answer) => (answer.ok ? 'booked' : answer))).toEqual([
    'booked',
    'booked',
    { ok: false, code: 'person_limit_reached', details: { limit: 5, booked: 4 } },
    'booked',
  ]);
});

test('a command that Postgres can’t store doesn’t fail the others of its turn', async () => {
  const event = await sale({ types: [{ priceMinor: 500 }] });
  const counter = event.counter();
  const poison = { name: 'nul \u0000 byte', email: 'poison@example.com' };
  const results = await Promise.allSettled(
    Array.from({ length: 30 }, (_, n) => counter.place({ items: one(event), ...(n === 17 && { buyer: poison }) })),
  );
  expect(results.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
  expect(results[17]!.status).toBe('rejected');
  expect(await stock(event)).toEqual({ held: 29, sold: 0 });
  expect(await count('bookings', event.eventId)).toBe(29);
});

test('no hold is committed before the alarm that ends it is set', async () => {
  const event = await sale({ types: [{ priceMinor: 500 }], holdMinutes: 15 });
  const seen: number[] = [];
  const counter = event.counter({ beforePersist: async () => void seen.push(await count('bookings', event.eventId)) });
  const answer = await counter.place({ items: one(event) });
  expect(seen).toEqual([0]);
  expect(answer).toMatchObject({ ok: true, booking: { holdExpiresAt: counter.holds[0]!.toISOString() } });
});

/** jsonb keeps no order of keys. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return Array.isArray(value) ? value.map(sorted) : value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
