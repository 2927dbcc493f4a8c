import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { v7 } from 'uuid';
import { ALPHABET, NUMBER_LENGTH } from '../worker/domain/ticket-number.ts';
import { systemIds } from '../worker/outside/system.ts';
import type { EventForSale } from '../worker/testing/event-on-sale.ts';

const BOOKING = {
  name: 'booking',
  text: `insert into bookings (id, event_id, reference, buyer_name, buyer_email, buyer_email_normalized, locale, status,
      method, currency, total_minor, fee_minor, tax_minor, ticket_count, attendees, hold_expires_at, source)
    values ($1, $2, $3, 'Ada Lovelace', $4, $5, 'en', 'pending_payment', 'stripe', 'EUR', 5000, 0, 0, 2, '[]',
      now() + interval '15 minutes', 'web')`,
};
const LINE = {
  name: 'line',
  text: `insert into booking_lines (id, booking_id, ticket_type_id, position, quantity, places, unit_price_minor,
      unit_fee_minor, total_minor, tax_minor, tax_rate_basis_points) values ($1, $2, $3, 0, 2, 2, 2500, 0, 5000, 0, 0)`,
};
const KEY = {
  name: 'key',
  text: `insert into idempotency_keys (caller, key, request_hash, answer) values ('guest', $1, $2, $3)`,
};
const HOT_ROW = {
  name: 'hot_row',
  text: 'update quotas set held = held + 2 where id = $1 and held + sold + 2 <= size',
};

let people = 0;

/**
 * What the tables allow by themselves: a transaction per booking, the same rows, the row that all share last, in
 * prepared statements that travel together. Nothing is looked up or decided.
 */
export async function sellByPlainSql(url: string, event: EventForSale, connections: number, ms: number) {
  const clients = Array.from(
    { length: connections },
    () => new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig),
  );
  await Promise.all(clients.map((client) => client.connect()));
  const startedAt = performance.now();
  const until = startedAt + ms;
  let sold = 0;
  await Promise.all(
    clients.map(async (client) => {
      for (; performance.now() < until; sold++) await sell(client, event);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return sold / seconds;
}

async function sell(client: pg.Client, { eventId, quotaId, typeIds }: EventForSale): Promise<void> {
  const [id, person] = [v7(), ++people];
  const reference = systemIds.characters(ALPHABET, NUMBER_LENGTH);
  const [email, normalized] = [`grace.hopper.${person}@example.com`, `gracehopper${person}@example.com`];
  const answers = await Promise.all([
    client.query('begin'),
    client.query({ ...BOOKING, values: [id, eventId, reference, email, normalized] }),
    client.query({ ...LINE, values: [v7(), id, typeIds[0]] }),
    client.query({ ...KEY, values: [randomUUID(), randomUUID(), ANSWER] }),
    client.query({ ...HOT_ROW, values: [quotaId] }),
    client.query('commit'),
  ]);
  if (answers[4].rowCount !== 1) throw new Error('The hot row did not move');
}

/** As long as the answer that the box office keeps with a key. */
const ANSWER = JSON.stringify({ booking: { id: v7(), words: 'x'.repeat(650) }, decidedAt: new Date().toISOString() });
