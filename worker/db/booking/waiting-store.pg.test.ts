import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { openDatabase, type Db } from '../client.ts';
import { createWaitingStore } from './waiting-store.ts';

const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: Db;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 2 });
});
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

test('a position counts those who wait for the same type, and who is first comes before those who waited longer', async () => {
  const { eventId, typeIds } = await createEventOnSale(url, { types: [{}, {}] });
  const entries = [
    { name: 'Gone', type: 0, status: 'left', first: false, day: 1 },
    { name: 'Elsewhere', type: 1, status: 'waiting', first: false, day: 1 },
    { name: 'Monday', type: 0, status: 'waiting', first: false, day: 2 },
    { name: 'Tuesday', type: 0, status: 'waiting', first: false, day: 3 },
    { name: 'Late', type: 0, status: 'waiting', first: true, day: 4 },
  ];
  const positions: Record<string, number | null> = {};
  const ids = entries.map(() => v7());
  for (const [at, { name, type, status, first, day }] of entries.entries())
    await db.$client.query(
      `insert into waiting_entries (id, event_id, ticket_type_id, quantity, name, email, email_normalized, status, first, created_at)
        values ($1, $2, $3, 1, $4, $5, $5, $6, $7, $8)`,
      [ids[at], eventId, typeIds[type], name, `${name}@example.com`, status, first, new Date(2026, 0, day)],
    );
  for (const [at, id] of ids.entries())
    positions[entries[at]!.name] = (await createWaitingStore(() => db).find(id))!.position;
  expect(positions).toEqual({ Gone: null, Elsewhere: 1, Late: 1, Monday: 2, Tuesday: 3 });
});
