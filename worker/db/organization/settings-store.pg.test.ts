import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { editOrganization, type Organization } from '#domain/organization/organization.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { openCounter, type Counter } from '../../testing/counter.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { openDatabase, type Db } from '../client.ts';
import { createReceiptStore } from '../payment/receipt-store.ts';
import { createSettingsStore } from './settings-store.ts';

const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: Db;
let counter: Counter | undefined;
beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 2 });
});
afterEach(async () => counter?.close());
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

const settings = () => createSettingsStore(() => db, { clock: systemClock, ids: systemIds });
const edit = (wanted: Partial<Organization> & { version: number }) =>
  settings().change((before) => editOrganization(before, wanted), { userId: null, name: 'Kim' });

test('of two edits to the same version one is refused; the log has the values before', async () => {
  const { version } = await settings().find();
  const [first, second] = await Promise.all([
    edit({ version, legalName: 'Lantern Ltd' }),
    edit({ version, legalName: 'Lantern & Sons' }),
  ]);
  expect([first.ok, second.ok].sort()).toEqual([false, true]);
  expect([first, second].find(({ ok }) => !ok)).toMatchObject({ code: 'version_conflict' });
  const found = await settings().find();
  expect(found.version).toBe(version + 1);
  expect(await edit({ version: found.version, legalName: found.legalName })).toEqual({ ok: true, settings: found });
  const { rows } = await db.execute(
    `select actor, action, before, after from audit_log where subject_type = 'settings'`,
  );
  const after = { legalName: found.legalName };
  expect(rows).toEqual([{ actor: 'Kim', action: 'settings.change', before: { legalName: '' }, after }]);
});

test('a receipt keeps the seller that issued it, and a credit note has the seller of its own day', async () => {
  const client = new pg.Client(url);
  await client.connect();
  const event = await createEventOnSale(url, { types: [{ priceMinor: 2500 }] });
  await client.query(`update events set organizer_name = 'The Lantern Club' where id = $1`, [event.eventId]);
  counter = openCounter(url, event.eventId);
  const sell = () => counter!.place({ items: [{ ticketTypeId: event.typeIds[0]!, quantity: 1 }], by: 'staff', method: 'cash' }); // prettier-ignore
  const sellers = async () => {
    const { rows } = await client.query('select id from receipts where event_id = $1 order by number', [event.eventId]);
    const found = await Promise.all(rows.map(({ id }) => createReceiptStore(() => db).find(id)));
    return found.map((receipt) => receipt?.seller);
  };
  await client.query(`update organization set legal_name = '', address = '', vat_id = '', contact_email = null`);
  await sell();
  const club = { name: 'The Lantern Club', address: '', vatId: '', email: null };
  expect(await sellers()).toEqual([club]);

  const { version } = await settings().find();
  const ltd = { address: '1 Quay Street\nDublin', vatId: 'IE1234567X' };
  await edit({ version, legalName: 'Lantern Ltd', contactEmail: 'tax@lantern.example', ...ltd });
  const issued = { name: 'Lantern Ltd', ...ltd, email: 'tax@lantern.example' };
  const sold = await sell();
  if (!sold.ok) throw new Error(sold.code);
  await edit({ version: version + 1, legalName: 'Lantern Group' });
  const { rows } = await client.query('select id from payments where booking_id = $1', [sold.booking.id]);
  const request = { amountMinor: null, reason: 'Rain', userId: null, idempotency: null };
  await counter.submit({ kind: 'refund', bookingId: sold.booking.id, paymentId: rows[0].id, ...request });
  expect(await sellers()).toEqual([club, issued, { ...issued, name: 'Lantern Group' }]);
  await client.end();
});
