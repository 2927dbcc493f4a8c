import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { v7 } from 'uuid';
import { ALPHABET, NUMBER_LENGTH } from '#domain/ticket/number.ts';
import { systemIds } from '../worker/outside/system.ts';
import type { EventForSale } from '../worker/testing/event-on-sale.ts';
import { InvalidBenchmark } from './participants.ts';
import { COUPON_USES } from './rush-event.ts';

const BOOKING = {
  name: 'booking',
  text: `insert into bookings (id, event_id, reference, buyer_name, buyer_email, buyer_email_normalized, locale, status,
      method, currency, total_minor, fee_minor, tax_minor, discount_minor, coupon_id, ticket_count, attendees,
      hold_expires_at, source)
    values ($1, $2, $3, 'Ada Lovelace', $4, $5, 'en', 'pending_payment', 'stripe', 'EUR', $6, 0, $7, $8, $9, 2, '[]',
      now() + interval '15 minutes', 'web')`,
};
const LINE = {
  name: 'line',
  text: `insert into booking_lines (id, booking_id, ticket_type_id, position, quantity, places, unit_price_minor,
      unit_fee_minor, discount_minor, total_minor, tax_minor, tax_rate_basis_points)
    values ($1, $2, $3, 0, 2, 2, $4, 0, $5, $6, $7, $8)`,
};
const ANSWERS = {
  name: 'answers',
  text: `insert into answers (booking_id, place, question_id, value)
    select $1, place, id, value from unnest($2::int[], $3::uuid[], $4::text[]) as x(place, id, value)`,
};
const COUPON = {
  name: 'coupon',
  text: 'update coupons set used = used + 1 where id = $1 and used < max_uses',
};
const KEY = {
  name: 'key',
  text: `insert into idempotency_keys (caller, key, request_hash, answer) values ('guest', $1, $2, $3)`,
};
const HOT_ROW = {
  name: 'hot_row',
  text: 'update quotas set held = held + 2 where id = $1 and held + sold + 2 <= size',
};

interface Round {
  couponUses: number;
}

let people = 0;

/**
 * Returns the bookings per second that the tables alone allow: a transaction per booking writes the same rows, the
 * shared row last, in pipelined prepared statements. Nothing is looked up or decided.
 */
export async function sellByPlainSql(
  url: string,
  event: EventForSale,
  { connections, ms }: { connections: number; ms: number },
): Promise<number> {
  const clients = Array.from(
    { length: connections },
    () => new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig),
  );
  await Promise.all(clients.map((client) => client.connect()));
  const startedAt = performance.now();
  const until = startedAt + ms;
  const round: Round = { couponUses: 0 };
  let sold = 0;
  await Promise.all(
    clients.map(async (client) => {
      for (; performance.now() < until; sold++) await sell(client, event, round);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return sold / seconds;
}

/** Price, tax rate and quotas of each type, as in rush-event.ts. */
const TYPES = [
  { price: 2500, rate: 1900, quotas: 2 },
  { price: 1500, rate: 1900, quotas: 2 },
  { price: 4000, rate: 700, quotas: 1 },
];

async function sell(client: pg.Client, event: EventForSale, round: Round): Promise<void> {
  const { eventId, quotaId, quotaIds, typeIds, couponIds, questionIds } = event;
  const id = v7();
  const person = ++people;
  const at = person % 3;
  const { price, rate, quotas } = TYPES[at]!;
  const couponId = at === 0 && round.couponUses < COUPON_USES ? couponIds[0]! : null;
  if (couponId) round.couponUses += 1;
  const total = 2 * price - (couponId ? price / 5 : 0);
  const tax = Math.round((total * rate) / (10_000 + rate));
  const shirts = at === 2 ? [0, 1] : [];
  const reference = systemIds.characters(ALPHABET, NUMBER_LENGTH);
  const email = `grace.hopper.${person}@example.com`;
  const normalized = `gracehopper${person}@example.com`;
  const results = await Promise.all([
    client.query('begin'),
    client.query({ ...KEY, values: [randomUUID(), randomUUID(), REPLY] }),
    client.query({
      ...BOOKING,
      values: [id, eventId, reference, email, normalized, total, tax, 2 * price - total, couponId],
    }),
    client.query({ ...LINE, values: [v7(), id, typeIds[at], price, 2 * price - total, total, tax, rate] }),
    client.query({
      ...ANSWERS,
      values: [
        id,
        [-1, ...shirts],
        [questionIds[0], ...shirts.map(() => questionIds[1])],
        ['From a friend', ...shirts.map(() => 'M')],
      ],
    }),
    couponId ? client.query({ ...COUPON, values: [couponId] }) : null,
    // One statement for each: a statement for both locks them in any order, and deadlocks.
    client.query({ ...HOT_ROW, values: [quotaId] }),
    quotas === 2 ? client.query({ ...HOT_ROW, values: [quotaIds[0]] }) : null,
    client.query('commit'),
  ]);
  if (results.slice(5, 8).some((updated) => updated?.rowCount === 0))
    throw new InvalidBenchmark('a hot row was not updated');
}

/** As long as the reply that the box office stores with a key. */
const REPLY = JSON.stringify({ booking: { id: v7(), words: 'x'.repeat(650) }, decidedAt: new Date().toISOString() });
