import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import type { Caller } from '#domain/account/caller.ts';
import { effectivePermissions } from '#domain/account/permission.ts';
import type { FullEvent } from '#domain/event/event.ts';
import type { Outcome } from '#domain/refusal.ts';
import { openDatabase, type Db } from '../../db/client.ts';
import { createEventStore } from '../../db/event/store.ts';
import { createSeals } from '../../outside/seals.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { ticketSigner } from '../../outside/ticket/signer.ts';
import { openCounter } from '../../testing/counter.ts';
import { changeEvent, type EventChangeCommand } from './change-event.ts';
import { createEvent } from './create-event.ts';
import { duplicateEvent } from './duplicate-event.ts';

const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: Db;
let admin: Caller;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 4 });
  const id = v7();
  const email = 'kim@example.com';
  await db.$client.query(`insert into users (id, name, email, role) values ($1, 'Kim', $2, 'admin')`, [id, email]);
  const permissions = effectivePermissions('admin');
  const user = { id, name: 'Kim', email, emailVerified: true, role: 'admin', permissions, eventIds: null } as const;
  admin = { kind: 'user', user };
});
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

function deps() {
  const room = { kick: async () => {} };
  const rooms = { door: () => room, boxOffice: () => room };
  const parts = { ids: systemIds, clock: systemClock, signer: ticketSigner, seals: createSeals('test') };
  return { ...parts, rooms, events: createEventStore(() => db, parts) } as never;
}
function done(outcome: Outcome<{ fullEvent: FullEvent }>): FullEvent {
  if (!outcome.ok) throw new Error(`${outcome.code} ${JSON.stringify(outcome.details)}`);
  return outcome.fullEvent;
}
const change = (eventId: string, command: EventChangeCommand) => changeEvent(deps(), admin, { eventId, command });

const HOUR = 3_600_000;
const FROM = Math.ceil(Date.now() / HOUR) * HOUR + 240 * HOUR;
const hour = (hours: number) => new Date(FROM + hours * HOUR);
const DAYS = [
  { name: 'Day one', startsAt: hour(0), endsAt: hour(10) },
  { name: 'Day two', startsAt: hour(24), endsAt: hour(34) },
];
const TYPE = {
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
  quotas: ['house'],
};

/** Two days, and two types: one for both days, one for the second. Zone without a change of clocks. */
async function twoDays(): Promise<FullEvent> {
  const draft = { title: 'Fair', startsAt: hour(0), endsAt: hour(34), timeZone: 'UTC', currency: 'EUR' };
  const { event, sessions } = done(await createEvent(deps(), admin, { ...draft, venueName: 'Hall', sessions: DAYS }));
  const ticketTypes = [
    { ...TYPE, name: 'Both days' },
    { ...TYPE, name: 'Day two', sessionIds: [sessions[1]!.id], validFrom: hour(20) },
  ];
  const quotas = [{ key: 'house', name: 'House', size: 9 }];
  done(await change(event.id, { kind: 'ticket_types', version: 1, quotas, ticketTypes }));
  return done(await change(event.id, { kind: 'publish' }));
}
const typesOf = ({ ticketTypes, quotas }: FullEvent) => ({
  kind: 'ticket_types' as const,
  quotas: quotas.map(({ id, name, size }) => ({ id, name, size })),
  ticketTypes: ticketTypes.map(({ id, name, validFrom, sessionIds }) => {
    return { ...TYPE, id, name, validFrom, sessionIds, quotas: [quotas[0]!.id] };
  }),
});
const plain = ({ sessions }: FullEvent) => sessions.map(({ name, startsAt, endsAt }) => ({ name, startsAt, endsAt }));

async function sell({ event }: FullEvent, ticketTypeId: string) {
  const counter = openCounter(url, event.id);
  expect(await counter.place({ items: [{ ticketTypeId, quantity: 1 }], by: 'staff' })).toMatchObject({ ok: true });
  await counter.close();
}

test('an event is made with its days, and a type admits to those that it names', async () => {
  const made = await twoDays();
  expect(plain(made)).toEqual(DAYS);
  expect(made.ticketTypes.map(({ sessionIds }) => sessionIds)).toEqual([[], [made.sessions[1]!.id]]);
  const outside = { name: 'Late', startsAt: hour(30), endsAt: hour(40) };
  const draft = { title: 'Fair', startsAt: hour(0), endsAt: hour(34), timeZone: 'UTC', currency: 'EUR' };
  expect(await createEvent(deps(), admin, { ...draft, sessions: [outside] })).toMatchObject({
    code: 'invalid_request',
    details: { fields: [{ path: 'sessions.0.endsAt' }] },
  });
});

test('a postponed event takes its days and validity along; the audit log says so', async () => {
  const { event, sessions, ticketTypes } = await twoDays();
  const fields = { startsAt: hour(240), endsAt: hour(274) };
  const moved = done(await change(event.id, { kind: 'edit', version: event.version, fields }));
  expect(plain(moved)).toEqual([
    { name: 'Day one', startsAt: hour(240), endsAt: hour(250) },
    { name: 'Day two', startsAt: hour(264), endsAt: hour(274) },
  ]);
  expect(moved.sessions.map(({ id }) => id)).toEqual(sessions.map(({ id }) => id));
  expect(moved.ticketTypes.map(({ id, validFrom }) => [id, validFrom])).toEqual([
    [ticketTypes[0]!.id, null],
    [ticketTypes[1]!.id, hour(260)],
  ]);
  const { rows } = await db.$client.query(
    `select after->'sessions'->0->>'startsAt' as "startsAt" from audit_log where event_id = $1 and action = 'event.edit'`,
    [event.id],
  );
  expect(rows).toEqual([{ startsAt: hour(240).toISOString() }]);
});

test('an at-door booking of a postponed event is kept until the time to pay that followed it', async () => {
  const made = await twoDays();
  const { event } = made;
  const setting = { atDoorPayment: true, atDoorUntil: hour(9) };
  const { version } = done(await change(event.id, { kind: 'edit', version: event.version, fields: setting })).event;
  const free = made.ticketTypes[0]!.id;
  await db.$client.query('update ticket_types set price_minor = 2500 where id = $1', [free]);
  const counter = openCounter(url, event.id);
  const items = [{ ticketTypeId: free, quantity: 1 }];
  expect(await counter.place({ items, by: 'staff', method: 'at_door' })).toMatchObject({ ok: true });
  await counter.close();
  const heldUntil = async () =>
    (await db.$client.query('select hold_expires_at from bookings where event_id = $1', [event.id])).rows;
  expect(await heldUntil()).toEqual([{ hold_expires_at: hour(9) }]);
  // The office's form sends the fixed time back.
  const fields = { startsAt: hour(240), endsAt: hour(274), atDoorUntil: hour(9) };
  const moved = done(await change(event.id, { kind: 'edit', version, fields }));
  expect(moved.event.atDoorUntil).toEqual(hour(249));
  expect(await heldUntil()).toEqual([{ hold_expires_at: hour(249) }]);
});

test('a day can be removed while no ticket admits to it, and a sold type keeps its days', async () => {
  const made = await twoDays();
  const { event, sessions, ticketTypes } = made;
  const [first, second] = sessions;
  const edit = (version: number, kept: FullEvent['sessions']) =>
    change(event.id, { kind: 'edit', version, fields: {}, sessions: kept });
  const three = [first!, second!, { name: 'Extra', startsAt: hour(11), endsAt: hour(12) }];
  const added = done(await change(event.id, { kind: 'edit', version: event.version, fields: {}, sessions: three }));
  expect(plain(added).map(({ name }) => name)).toEqual(['Day one', 'Extra', 'Day two']);
  const removed = done(await edit(added.event.version, [first!, second!]));
  expect(plain(removed)).toEqual(DAYS);
  const { version } = removed.event;
  expect(await edit(version - 1, [first!])).toMatchObject({ code: 'version_conflict' });
  expect(await edit(version, [first!])).toMatchObject({ code: 'session_in_use' });
  expect(await edit(version, [{ ...first!, id: v7() }])).toMatchObject({
    code: 'invalid_request',
    details: { fields: [{ path: 'sessions.0.id' }] },
  });

  await sell(made, ticketTypes[1]!.id);
  const types = typesOf(removed);
  const moveTo = (sessionIds: string[] | undefined) =>
    change(event.id, {
      ...types,
      version,
      ticketTypes: types.ticketTypes.map((type, at) => (at === 1 ? { ...type, sessionIds } : type)),
    });
  const narrowed = { code: 'ticket_type_in_use', details: { field: 'sessionIds' } };
  expect(await moveTo([first!.id])).toMatchObject(narrowed);
  expect(await moveTo([v7()])).toMatchObject({
    code: 'invalid_request',
    details: { fields: [{ path: 'ticketTypes.1.sessionIds' }] },
  });
  // A client that sends no days leaves them as they are.
  const saved = done(await moveTo(undefined));
  expect(saved.ticketTypes[1]!.sessionIds).toEqual([second!.id]);
  // The first day has no tickets yet.
  expect(plain(done(await edit(saved.event.version, [second!])))).toEqual([DAYS[1]]);
});

test('a copy has days of its own, to which its types admit, and they follow the copy’s dates', async () => {
  const { event, sessions } = await twoDays();
  const copied = done(await duplicateEvent(deps(), admin, event.id));
  expect(plain(copied)).toEqual(DAYS);
  const ids = copied.sessions.map(({ id }) => id);
  expect(sessions.some(({ id }) => ids.includes(id))).toBe(false);
  expect(copied.ticketTypes.map(({ sessionIds }) => sessionIds)).toEqual([[], [ids[1]]]);
  const fields = { startsAt: hour(48), endsAt: hour(82) };
  const moved = done(await change(copied.event.id, { kind: 'edit', version: 1, fields }));
  expect(plain(moved).map(({ startsAt }) => startsAt)).toEqual([hour(48), hour(72)]);
});

/** Removes the second day while a turn of the box office, which is not done yet, sells a ticket for both. */
async function removeWhileSelling(isGuarded: boolean) {
  const { event, sessions, ticketTypes } = await twoDays();
  const both = ticketTypes[0]!.id;
  await db.$client.query('delete from ticket_type_sessions where ticket_type_id = $1', [ticketTypes[1]!.id]);
  // Of a hold alone the box office stands by before it persists.
  await db.$client.query('update ticket_types set price_minor = 2500 where id = $1', [both]);
  const gate = Promise.withResolvers<void>();
  const atPersist = Promise.withResolvers<void>();
  const beforePersist = () => {
    atPersist.resolve();
    return gate.promise;
  };
  const rewrite = (text: string) => (isGuarded ? text : text.replace('for no key update', ''));
  const counter = openCounter(url, event.id, { beforePersist, rewrite });
  const sold = counter.place({ items: [{ ticketTypeId: both, quantity: 1 }], by: 'staff' }).then(({ ok }) => ok);
  await atPersist.promise;
  const [kept] = sessions;
  const removed = change(event.id, { kind: 'edit', version: event.version, fields: {}, sessions: [kept!] });
  // Guarded, it waits for the sale; the control's has gone through by then.
  if (isGuarded) {
    const waiting = `select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(async () => (await db.$client.query(waiting)).rows[0].n).toBe(1);
  } else await removed;
  gate.resolve();
  const outcome = { sold: await sold, removed: await removed.then((done) => done.ok || done.code) };
  await counter.close();
  const { rows } = await db.$client.query('select name from event_sessions where event_id = $1 order by starts_at', [
    event.id,
  ]);
  return { ...outcome, days: rows.map(({ name }) => name) };
}

test('a day for which a ticket is sold while staff remove it stays', async () => {
  expect(await removeWhileSelling(true)).toEqual({
    sold: true,
    removed: 'session_in_use',
    days: ['Day one', 'Day two'],
  });
});

test('control: without the box office’s locks the day is gone, and its ticket is sold', async () => {
  expect(await removeWhileSelling(false)).toEqual({ sold: true, removed: true, days: ['Day one'] });
});
