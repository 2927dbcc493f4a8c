import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import type { Caller } from '#domain/account/caller.ts';
import { effectivePermissions, type Role } from '#domain/account/permission.ts';
import { createStaffStore } from '../../db/account/staff-store.ts';
import { createCouponStore } from '../../db/booking/coupon-store.ts';
import { openDatabase, type Db } from '../../db/client.ts';
import { createDeviceStore } from '../../db/door/device-store.ts';
import { createDoorStore } from '../../db/door/store.ts';
import { createEventStore } from '../../db/event/store.ts';
import type { Deps } from '../../deps.ts';
import { createSeals } from '../../outside/seals.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { changeStaff } from '../account/change-staff.ts';
import { createCoupon } from '../booking/create-coupon.ts';
import { makePairing } from '../door/make-pairing.ts';
import { openDevice } from '../door/open-device.ts';
import { deleteEvent } from './delete-event.ts';

const PAIRS = 20;
const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: Db;
let deps: Deps;
let admin: Caller;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 6 });
  const core = { clock: systemClock, ids: systemIds, baseUrl: 'http://localhost', seals: createSeals('s'.repeat(40)) };
  const open = () => db;
  const made: Partial<Deps> = {
    ...core,
    events: createEventStore(open, core),
    staff: createStaffStore(open, core),
    coupons: createCouponStore(open, core),
    devices: createDeviceStore(open, core),
    doors: createDoorStore(open),
  };
  deps = made as Deps;
  admin = await person('super_admin');
});
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

async function person(role: Role): Promise<Extract<Caller, { kind: 'user' }>> {
  const id = v7();
  const email = `${id}@example.com`;
  await db.$client.query('insert into users (id, name, email, role) values ($1, $2, $3, $4)', [id, 'Kim', email, role]);
  const permissions = effectivePermissions(role);
  return { kind: 'user', user: { id, name: 'Kim', email, emailVerified: true, role, permissions, eventIds: null } };
}
const draft = async () => (await createEventOnSale(url, { status: 'draft' })).eventId;
const limit = (userId: string, eventIds: string[]) => changeStaff(deps, admin, { userId, change: { eventIds } });
const isThere = async (eventId: string) =>
  (await db.$client.query('select from events where id = $1', [eventId])).rowCount === 1;

test('a person who is limited to an event while it is deleted keeps it, or is told that it isn’t there', async () => {
  const { user } = await person('editor');
  for (let pair = 0; pair < PAIRS; pair++) {
    const kept = await draft();
    const eventId = await draft();
    await limit(user.id, [kept]);
    const [limited, deleted] = await Promise.all([limit(user.id, [eventId]), deleteEvent(deps, admin, eventId)]);
    expect(limited.ok).toBe(!deleted.ok);
    if (limited.ok) expect(deleted).toMatchObject({ code: 'event_has_staff', details: { names: ['Kim'] } });
    else expect(limited).toMatchObject({ code: 'not_found', details: { field: 'eventIds' } });
    expect(await isThere(eventId)).toBe(limited.ok);
  }
});

test('a person who is limited to an event gets another while it is deleted, and neither request waits for ever', async () => {
  const { user } = await person('editor');
  for (let pair = 0; pair < PAIRS; pair++) {
    const other = await draft();
    const eventId = await draft();
    await limit(user.id, [eventId]);
    const [limited, deleted] = await Promise.all([limit(user.id, [eventId, other]), deleteEvent(deps, admin, eventId)]);
    // Deleted first it would leave them without any event; changed first, with the other one.
    expect(limited.ok).toBe(true);
    expect(deleted).toMatchObject(deleted.ok ? { ok: true } : { code: 'event_has_staff' });
  }
});

test('anything added to an event while it is deleted is deleted with it, or finds no event', async () => {
  const fields = { code: 'EARLY', kind: 'percent', value: 500, note: '', ticketTypeIds: [], minimumMinor: 0 } as const;
  const plain = { startsAt: null, endsAt: null, maxUses: null, usesPerPerson: null };
  for (let pair = 0; pair < PAIRS; pair++) {
    const eventId = await draft();
    const [deleted, ...added] = await Promise.all([
      deleteEvent(deps, admin, eventId),
      createCoupon(deps, admin, { eventId, fields: { ...fields, ...plain, ticketTypeIds: [] } }),
      makePairing(deps, admin, { eventId, maySell: false, maySupervise: false }),
      openDevice(deps, admin, { doorId: eventId, isBrowser: true }),
    ]);
    expect(deleted).toEqual({ ok: true });
    for (const one of added) expect(one).toMatchObject(one.ok ? { ok: true } : { code: 'not_found' });
    expect(await isThere(eventId)).toBe(false);
  }
});
