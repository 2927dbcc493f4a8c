import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { deleteEvent, editEvent } from '#domain/event/edit.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { openCounter } from '../../testing/counter.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { openDatabase, type Db } from '../client.ts';
import { createEventStore } from './store.ts';

const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: Db;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 4 });
});
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

const store = () => createEventStore(() => db, { clock: systemClock, ids: systemIds });
const remove = (eventId: string) => store().remove(eventId, deleteEvent, { userId: null, name: 'Kim' });
const exists = async (eventId: string) => (await store().find(eventId)) !== null;

test('a draft that has bookings, even ended ones, can’t be deleted; one without can', async () => {
  const draft = await createEventOnSale(url, { status: 'draft', types: [{ priceMinor: 2500 }] });
  const counter = openCounter(url, draft.eventId);
  const items = [{ ticketTypeId: draft.typeIds[0]!, quantity: 1 }];
  const placed = await counter.place({ items, by: 'staff', method: 'at_door' });
  if (!placed.ok) throw new Error(placed.code);
  expect(await remove(draft.eventId)).toEqual({ ok: false, code: 'event_has_bookings' });
  const end = { kind: 'cancel', by: 'staff', userId: null, reason: null, refund: false } as const;
  expect(await counter.submit({ ...end, bookingId: placed.booking.id })).toMatchObject({ status: 'cancelled' });
  expect(await remove(draft.eventId)).toEqual({ ok: false, code: 'event_has_bookings' });
  expect(await exists(draft.eventId)).toBe(true);
  await counter.close();

  const unused = await createEventOnSale(url, { status: 'draft' });
  expect(await remove(unused.eventId)).toEqual({ ok: true });
  expect(await exists(unused.eventId)).toBe(false);
  const { rows } = await db.execute<{ actor: string; action: string }>(
    `select actor, action from audit_log where subject_id = '${unused.eventId}'`,
  );
  expect(rows).toEqual([{ actor: 'Kim', action: 'event.delete' }]);
});

test('a published event can’t be deleted', async () => {
  const event = await createEventOnSale(url);
  expect(await remove(event.eventId)).toEqual({
    ok: false,
    code: 'event_not_editable',
    details: { status: 'published' },
  });
  expect(await remove(v7())).toEqual({ ok: false, code: 'not_found' });
});

/** Deletes a draft while another transaction, which is not done yet, books it. */
async function removeWhileBooking(isGuarded: boolean) {
  const draft = await createEventOnSale(url, { status: 'draft', types: [{ priceMinor: 2500 }] });
  const gate = Promise.withResolvers<void>();
  const atPersist = Promise.withResolvers<void>();
  const beforePersist = () => {
    atPersist.resolve();
    return gate.promise;
  };
  const rewrite = (text: string) => (isGuarded ? text : text.replace('for no key update', ''));
  const counter = openCounter(url, draft.eventId, { beforePersist, rewrite });
  const items = [{ ticketTypeId: draft.typeIds[0]!, quantity: 1 }];
  const placed = counter.place({ items, by: 'staff' }).then(
    ({ ok }) => ok,
    () => false,
  );
  await atPersist.promise;
  const removed = remove(draft.eventId);
  // Guarded, it waits for the booking; the control's has gone through by then.
  if (isGuarded) await untilBlocked();
  else await removed;
  gate.resolve();
  const outcome = { placed: await placed, removed: await removed };
  await counter.close();
  return { ...outcome, exists: await exists(draft.eventId) };
}
async function untilBlocked(): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const blocked = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await client.query(blocked)).rows[0].n).toBe(1);
  await client.end();
}

test('a draft that is booked while it is being deleted stays, with its booking', async () => {
  expect(await removeWhileBooking(true)).toEqual({
    placed: true,
    removed: { ok: false, code: 'event_has_bookings' },
    exists: true,
  });
});

test('control: without the box office’s locks the event is deleted, and the booking is lost', async () => {
  expect(await removeWhileBooking(false)).toEqual({ placed: false, removed: { ok: true }, exists: false });
});

test('an edit is in the audit log with the fields that were sent; a refused one is not', async () => {
  const { eventId } = await createEventOnSale(url);
  const by = { userId: null, name: 'Kim', action: 'event.edit' };
  const edit = (version: number, title: string) =>
    store().change(eventId, (fullEvent) => editEvent(fullEvent, version, { title }), by);
  expect(await edit(1, 'Day of the Lanterns')).toMatchObject({ ok: true });
  expect(await edit(1, 'Week of the Lanterns')).toMatchObject({ code: 'version_conflict' });
  const { rows } = await db.$client.query('select actor, action, before, after from audit_log where event_id = $1', [
    eventId,
  ]);
  const before = { title: 'Night of the Lanterns' };
  expect(rows).toEqual([{ actor: 'Kim', action: 'event.edit', before, after: { title: 'Day of the Lanterns' } }]);
});
