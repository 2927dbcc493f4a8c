import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from './create-database.ts';
import { journal, migrate, migrateDown } from './migrate.ts';

const adminUrl = inject('postgresAdminUrl');
const tags = journal().map((entry) => entry.tag);

async function tables(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(`select tablename from pg_tables where schemaname = 'public' order by 1`);
  await client.end();
  return rows.map((row) => row.tablename);
}

test('migrations go up, down to nothing, and up again', async () => {
  const url = await createDatabase(adminUrl, { migrated: false });
  expect(await migrate(url)).toEqual(tags);
  const made = await tables(url);
  expect(made.length).toBeGreaterThan(0);
  expect(await migrate(url)).toEqual([]);
  expect(await migrateDown(url, tags.length)).toEqual(tags.toReversed());
  expect(await tables(url)).toEqual([]);
  expect(await migrate(url)).toEqual(tags);
  expect(await tables(url)).toEqual(made);
  await dropDatabase(adminUrl, url);
});

test('two starters that migrate one database at the same time apply everything exactly once', async () => {
  const url = await createDatabase(adminUrl, { migrated: false });
  const [first, second] = await Promise.all([migrate(url), migrate(url)]);
  expect([...first, ...second]).toEqual(tags);
  await dropDatabase(adminUrl, url);
});

test('a copy of the migrated template equals a migrated database', async () => {
  const [copied, fresh] = await Promise.all([
    createDatabase(adminUrl, { migrated: true }),
    createDatabase(adminUrl, { migrated: false }),
  ]);
  await migrate(fresh);
  expect(await tables(copied)).toEqual(await tables(fresh));
  expect(await migrate(copied)).toEqual([]);
  await Promise.all([dropDatabase(adminUrl, copied), dropDatabase(adminUrl, fresh)]);
});

test('a wrong address is an error of one sentence, without the password', async () => {
  const wrong = (change: (url: URL) => void) => {
    const url = new URL(adminUrl);
    change(url);
    return migrate(url.href).then(
      () => 'migrated',
      (error: Error) => error.message,
    );
  };
  expect(await wrong((url) => (url.password = 'secret'))).toBe('DATABASE_URL: the password of "everato" is wrong.');
  expect(await wrong((url) => (url.pathname = '/absent'))).toBe('DATABASE_URL: there is no database "absent".');
  expect(await wrong((url) => (url.port = '1'))).toBe('DATABASE_URL: nothing listens on 127.0.0.1:1.');
});

test('the rows survive the settings’ migration up, down and up again', async () => {
  const url = await createDatabase(adminUrl, { migrated: true });
  const steps = tags.length - tags.indexOf('0002_settings_and_facts');
  await migrateDown(url, steps);
  const { eventId, paymentId } = await paidBeforeSettings(url);
  const client = new pg.Client(url);
  await client.connect();
  const one = async (text: string) => (await client.query(text)).rows[0];
  await migrate(url);
  const money = `select amount_minor::int as asked, paid_minor::int as came, paid_currency as currency from payments`;
  const seller = { name: 'The Lantern Club', address: '', vatId: '', email: 'hello@lantern.example' };
  expect(await one(money)).toEqual({ asked: 2500, came: 2500, currency: 'EUR' });
  expect(await one('select seller from receipts')).toEqual({ seller });
  await client.query(`update payments set paid_minor = 2400 where id = $1`, [paymentId]);
  await client.query(`insert into outbox (id, lane, kind, payload, event_id, state)
    values (gen_random_uuid(), 'mail', 'hold_expired', '{}', '${eventId}', 'overtaken')`);
  await client.query(`update organization set legal_name = 'Lantern Ltd'`);
  await migrateDown(url, steps);
  expect(await one('select amount_minor::int as came from payments')).toEqual({ came: 2400 });
  expect(await one('select state from outbox')).toEqual({ state: 'failed' });
  await migrate(url);
  expect(await one(money)).toEqual({ asked: 2400, came: 2400, currency: 'EUR' });
  expect(await one('select seller from receipts')).toEqual({ seller });
  expect(await one('select legal_name as name, version from organization')).toEqual({ name: '', version: 1 });
  await client.end();
  await dropDatabase(adminUrl, url);
});

/** A booking that was paid and receipted before there were settings. */
async function paidBeforeSettings(url: string) {
  const eventId = randomUUID();
  const bookingId = randomUUID();
  const paymentId = randomUUID();
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`
    insert into events (id, slug, title, starts_at, ends_at, time_zone, currency, organizer_name, contact_email, receipt_seq)
      values ('${eventId}', 'lanterns', 'Lanterns', now(), now() + interval '1 hour', 'UTC', 'EUR', 'The Lantern Club',
        'hello@lantern.example', 1);
    insert into bookings (id, event_id, reference, buyer_name, buyer_email, buyer_email_normalized, status, method,
        currency, total_minor, ticket_count, confirmed_at)
      values ('${bookingId}', '${eventId}', 'ACDEFGHJ', 'Kim', 'kim@example.com', 'kim@example.com', 'confirmed',
        'stripe', 'EUR', 2500, 1, now());
    insert into payments (id, booking_id, status, amount_minor, currency)
      values ('${paymentId}', '${bookingId}', 'succeeded', 2500, 'EUR');
    insert into receipts (id, event_id, number, kind, booking_id, payment_id, total_minor, currency, tax, issued_at)
      values (gen_random_uuid(), '${eventId}', 1, 'receipt', '${bookingId}', '${paymentId}', 2500, 'EUR', '[]', now())`);
  await client.end();
  return { eventId, paymentId };
}
