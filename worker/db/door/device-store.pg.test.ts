import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import { editDevice } from '#domain/door/device-edit.ts';
import { saveGates } from '#domain/event/edit.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { rewriteStatements } from '../../testing/counter.ts';
import { createDoorEvent } from '../../testing/door-event.ts';
import { openDatabase, type Db } from '../client.ts';
import { createEventStore } from '../event/store.ts';
import { createDeviceStore } from './device-store.ts';

const adminUrl = inject('postgresAdminUrl');
const parts = { clock: systemClock, ids: systemIds };
const HELD = 4712;
let url: string;
let db: Db;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 4 });
  // An archiving stops right before it is committed, until the advisory lock is free.
  await db.$client.query(`
    create function hold_archiving() returns trigger language plpgsql as $$ begin
      perform pg_advisory_xact_lock(${HELD});
      return null;
    end $$;
    create constraint trigger hold_archiving after update on gates deferrable initially deferred
      for each row when (new.archived_at is not null and old.archived_at is null) execute function hold_archiving()`);
});
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

const waiting = async () =>
  (
    await db.$client.query(`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
  ).rows[0].n;

/** Sends a device to a gate that another transaction, which is not done yet, archives. */
async function sendToClosingGate(isGuarded: boolean) {
  const event = await createDoorEvent(url, 'test secret', { gates: ['North', 'South'] });
  const deviceId = v7();
  await db.$client.query(`insert into devices (id, event_id, name) values ($1, $2, 'Ada')`, [deviceId, event.id]);
  const own = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 1 });
  if (!isGuarded) rewriteStatements(own.$client, (text) => text.replace('for key share', ''));
  const holder = new pg.Client(url);
  await holder.connect();
  await holder.query('select pg_advisory_lock($1)', [HELD]);
  const gates = [{ id: event.gates.North!, name: 'North', ticketTypeIds: [] }];
  const by = { userId: null, name: 'Kim' };
  const archived = createEventStore(() => db, parts).change(
    event.id,
    (fullEvent) => saveGates(fullEvent, { version: null, gates }, systemIds.uuid),
    { ...by, action: 'event.gates' },
  );
  await expect.poll(waiting).toBe(1);
  const sent = createDeviceStore(() => own, parts).change(
    deviceId,
    (before, open) => editDevice(before, open, { gateId: event.gates.South! }),
    by,
  );
  // Guarded, it waits before it reads the gates; the control has read them and waits as it refers to one.
  await expect.poll(waiting).toBe(2);
  await holder.query('select pg_advisory_unlock($1)', [HELD]);
  await holder.end();
  expect((await archived).ok).toBe(true);
  const outcome = await sent;
  await own.$client.end();
  const { rows } = await db.$client.query(
    'select g.archived_at is not null as closed from devices d join gates g on g.id = d.gate_id where d.id = $1',
    [deviceId],
  );
  return { sent: outcome.ok ? 'sent' : outcome.code, atClosedGate: rows.some(({ closed }) => closed) };
}

test('a device that is sent to a gate while the gate is archived stays where it is', async () => {
  expect(await sendToClosingGate(true)).toEqual({ sent: 'gate_unknown', atClosedGate: false });
});

test('control: without the event’s lock the device ends at a gate that is closed', async () => {
  expect(await sendToClosingGate(false)).toEqual({ sent: 'sent', atClosedGate: true });
});

test('a pairing link is withdrawn in its own event alone', async () => {
  const [event, other] = await Promise.all([1, 2].map(() => createDoorEvent(url, 'test secret')));
  const devices = createDeviceStore(() => db, parts);
  const by = { userId: null, name: 'Kim' };
  const wanted = { id: v7(), eventId: event!.id, gateId: null, codeHash: randomBytes(32), maySell: false };
  expect((await devices.addPairing({ ...wanted, maySupervise: false }, by)).ok).toBe(true);
  expect(await devices.revokePairing(other!.id, wanted.id, by)).toEqual({ ok: false, code: 'not_found' });
  expect((await devices.list(event!.id))!.pairings.map(({ id }) => id)).toEqual([wanted.id]);
  expect(await devices.revokePairing(event!.id, wanted.id, by)).toEqual({ ok: true });
  expect((await devices.list(event!.id))!.pairings).toEqual([]);
});

test('a device’s new name and gate, and its removal, are in the audit log', async () => {
  const event = await createDoorEvent(url, 'test secret');
  const devices = createDeviceStore(() => db, parts);
  const by = { userId: null, name: 'Kim' };
  const deviceId = v7();
  await db.$client.query(`insert into devices (id, event_id, name) values ($1, $2, 'Ada')`, [deviceId, event.id]);
  const gateId = event.gates.North!;
  await devices.change(deviceId, (before, open) => editDevice(before, open, { name: 'Grace', gateId }), by);
  await devices.revoke(deviceId, by);
  const { rows } = await db.$client.query(
    'select action, actor, before, after from audit_log where subject_id = $1 order by at, id',
    [deviceId],
  );
  const after = { name: 'Grace', gateId };
  expect(rows).toEqual([
    { action: 'device.change', actor: 'Kim', before: { name: 'Ada', gateId: null }, after },
    { action: 'device.revoke', actor: 'Kim', before: after, after: null },
  ]);
});
