import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import type { Caller } from '#domain/account/caller.ts';
import { effectivePermissions } from '#domain/account/permission.ts';
import { saveTicketTypes } from '#domain/event/edit.ts';
import type { TicketTypeFields } from '#domain/event/event.ts';
import { openDatabase, type Db } from '../../db/client.ts';
import { createEventStore, type EventStore } from '../../db/event/store.ts';
import { createSeals } from '../../outside/seals.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { ticketSigner } from '../../outside/ticket/signer.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { duplicateEvent } from './duplicate-event.ts';

const adminUrl = inject('postgresAdminUrl');
const HELD = 4711;
let url: string;
let db: Db;
let events: EventStore;
let admin: Caller;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 4 });
  events = createEventStore(() => db, { clock: systemClock, ids: systemIds });
  const id = v7();
  const email = 'kim@example.com';
  await db.$client.query(`insert into users (id, name, email, role) values ($1, 'Kim', $2, 'admin')`, [id, email]);
  const permissions = effectivePermissions('admin');
  const user = { id, name: 'Kim', email, emailVerified: true, role: 'admin', permissions, eventIds: null } as const;
  admin = { kind: 'user', user };
  // A save stops right before it is committed, with the table of types locked, until the advisory lock is free.
  await db.$client.query(`
    create function hold_save() returns trigger language plpgsql as $$ begin
      lock table ticket_types in access exclusive mode;
      perform pg_advisory_xact_lock(${HELD});
      return null;
    end $$;
    create constraint trigger hold_save after insert on ticket_types deferrable initially deferred
      for each row when (new.name = 'Balcony') execute function hold_save()`);
});
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

const BALCONY: TicketTypeFields = {
  name: 'Balcony',
  description: '',
  priceMinor: 0,
  payWhatYouWant: false,
  taxRateBasisPoints: 0,
  saleStartsAt: null,
  saleEndsAt: null,
  minPerBooking: 1,
  maxPerBooking: null,
  hidden: false,
  validFrom: null,
  validUntil: null,
  doorNote: '',
  places: 1,
};

/** Adds a type that draws on a new quota. */
async function saveBalcony(eventId: string) {
  const wanted = {
    version: 1,
    quotas: [{ key: 'balcony', name: 'Balcony', size: 4 }],
    ticketTypes: [{ ...BALCONY, quotas: ['balcony'] }],
  };
  const by = { userId: null, name: 'Kim', action: 'event.ticket_types' };
  const saved = await events.change(eventId, (fullEvent) => saveTicketTypes(fullEvent, wanted, systemIds.uuid), by);
  if (!saved.ok) throw new Error(saved.code);
}

async function waitingFor(kind: 'advisory' | 'relation') {
  const waiting = `select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and wait_event = $1`;
  await expect.poll(async () => (await db.$client.query(waiting, [kind])).rows[0].n).toBe(1);
}

/** Duplicates an event of one type whose second type is committed between the reading of its quotas and of its types. */
async function duplicateWhileSaving(snapshot: EventStore['snapshot']) {
  const { eventId } = await createEventOnSale(url, { types: [{ name: 'Full' }] });
  const holder = new pg.Client(url);
  await holder.connect();
  await holder.query('select pg_advisory_lock($1)', [HELD]);
  const saved = saveBalcony(eventId);
  await waitingFor('advisory');
  const deps = { events: { ...events, snapshot }, ids: systemIds, signer: ticketSigner, seals: createSeals('test') };
  const copied = duplicateEvent({ ...deps, clock: systemClock } as never, admin, eventId).then(
    (made) => (made.ok ? made.fullEvent.ticketTypes.map(({ name }) => name) : made.code),
    () => 'failed',
  );
  await waitingFor('relation');
  await holder.query('select pg_advisory_unlock($1)', [HELD]);
  await holder.end();
  await saved;
  return copied;
}

test('an event that is duplicated while its types are saved is copied as it was at one moment', async () => {
  expect(await duplicateWhileSaving((eventId) => events.snapshot(eventId))).toEqual(['Full']);
});

test('control: read without a snapshot, a new type draws on a quota that the copy lacks', async () => {
  expect(await duplicateWhileSaving((eventId) => events.find(eventId))).toBe('failed');
});
