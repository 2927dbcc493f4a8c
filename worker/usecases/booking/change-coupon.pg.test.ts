import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../../dev/create-database.ts';
import type { Caller } from '#domain/account/caller.ts';
import { effectivePermissions, type Role } from '#domain/account/permission.ts';
import { editCoupon, type CouponFields } from '#domain/booking/coupon-edit.ts';
import { editEvent } from '#domain/event/edit.ts';
import { createCouponStore } from '../../db/booking/coupon-store.ts';
import { openDatabase, type Db } from '../../db/client.ts';
import { createEventStore } from '../../db/event/store.ts';
import type { CouponStore } from '../../deps.ts';
import { systemClock, systemIds } from '../../outside/system.ts';
import { createEventOnSale } from '../../testing/event-on-sale.ts';
import { changeCoupon } from './change-coupon.ts';
import { createCoupon } from './create-coupon.ts';
import { listCoupons } from './list-coupons.ts';

const PAIRS = 25;
const adminUrl = inject('postgresAdminUrl');
let url: string;
let db: Db;
let coupons: CouponStore;
let admin: Caller;
let eventId: string;

beforeAll(async () => {
  url = await createDatabase(adminUrl, { migrated: true });
  db = openDatabase({ url, driver: 'pg', name: 'everato-tools', maxConnections: 4 });
  coupons = createCouponStore(() => db, { clock: systemClock, ids: systemIds });
  admin = await person('admin');
  eventId = (await createEventOnSale(url)).eventId;
});
afterAll(async () => {
  await db.$client.end();
  await dropDatabase(adminUrl, url);
});

async function person(role: Role): Promise<Caller> {
  const id = v7();
  const email = `${id}@example.com`;
  await db.$client.query('insert into users (id, name, email, role) values ($1, $2, $3, $4)', [id, 'Sam', email, role]);
  const permissions = effectivePermissions(role);
  return { kind: 'user', user: { id, name: 'Sam', email, emailVerified: true, role, permissions, eventIds: null } };
}

const deps = () => ({ coupons, clock: systemClock });
const PLAIN = { startsAt: null, endsAt: null, maxUses: null, usesPerPerson: null, minimumMinor: 0, note: '' };
async function made(fields: Partial<CouponFields>) {
  const wanted: CouponFields = { ...PLAIN, code: v7(), kind: 'fixed', value: 500, ticketTypeIds: [], ...fields };
  const created = await createCoupon(deps(), admin, { eventId, fields: wanted });
  if (!created.ok) throw new Error(created.code);
  return created.coupon;
}
const change = (couponId: string, wanted: Partial<CouponFields> | 'archived', caller = admin) =>
  changeCoupon(deps(), caller, { eventId, couponId, change: wanted });

const ALL = { limit: 1000, after: null };
const kept = async (couponId: string) => (await coupons.list(eventId, ALL)).find(({ id }) => id === couponId) ?? null;

test('of a kind and a value that don’t fit, sent at the same time, one is refused and the other kept', async () => {
  for (let pair = 0; pair < PAIRS; pair++) {
    const { id } = await made({});
    const outcomes = await Promise.all([change(id, { kind: 'percent' }), change(id, { value: 500_000 })]);
    const refused = outcomes.filter(({ ok }) => !ok);
    expect(refused).toMatchObject([{ code: 'invalid_request', details: { fields: [{ path: 'value' }] } }]);
    const { kind, value } = (await kept(id))!;
    expect(['percent 500', 'fixed 500000']).toContain(`${kind} ${value}`);
  }
});

test('of a start and an end that cross, sent at the same time, one is refused and the other kept', async () => {
  const early = new Date('2030-01-01T10:00:00Z');
  const late = new Date('2030-01-02T10:00:00Z');
  for (let pair = 0; pair < PAIRS; pair++) {
    const { id } = await made({});
    const outcomes = await Promise.all([change(id, { startsAt: late }), change(id, { endsAt: early })]);
    expect(outcomes.filter(({ ok }) => !ok)).toMatchObject([{ code: 'invalid_request' }]);
    const { startsAt, endsAt } = (await kept(id))!;
    expect([startsAt, endsAt].filter(Boolean)).toHaveLength(1);
  }
});

test('decided on the coupon as it was before the lock, both pass and the table’s own rule throws', async () => {
  const stale = await made({});
  const unlocked = (fields: Partial<CouponFields>) =>
    coupons.change({ eventId, couponId: stale.id }, (event) => editCoupon(event, stale, { version: null, fields }), {
      userId: null,
      name: 'Sam',
      action: 'coupon.edit',
    });
  const outcomes = await Promise.allSettled([unlocked({ kind: 'percent' }), unlocked({ value: 500_000 })]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('an edit and an archiving at the same time leave the coupon archived, and two codes are never the same', async () => {
  for (let pair = 0; pair < PAIRS; pair++) {
    const { id } = await made({});
    const [edited, archived] = await Promise.all([change(id, { note: 'Late' }), change(id, 'archived')]);
    expect(archived.ok).toBe(true);
    expect(edited).toMatchObject(edited.ok ? { coupon: { note: 'Late' } } : { code: 'not_found' });
    expect(await kept(id)).toBe(null);
    const one = await made({});
    const other = await made({});
    const code = v7();
    const outcomes = await Promise.all([change(one.id, { code }), change(other.id, { code: code.toUpperCase() })]);
    expect(outcomes.filter(({ ok }) => !ok)).toMatchObject([{ code: 'coupon_code_taken' }]);
  }
});

test('of two saves that began on one version the later is refused, and an earlier release’s page names none', async () => {
  const { id: couponId, version } = await made({});
  const save = (change: Partial<CouponFields>, based: number | null = version) =>
    changeCoupon(deps(), admin, { eventId, couponId, version: based, change });
  const outcomes = await Promise.all([save({ maxUses: 5 }), save({ note: 'Late' })]);
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([
    { ok: false, code: 'version_conflict', details: { version: version + 1 } },
  ]);
  const now = (await kept(couponId))!;
  expect([now.version, now.maxUses === 5, now.note === 'Late']).toEqual([2, outcomes[0]!.ok, outcomes[1]!.ok]);
  expect(await save({ note: 'Later' }, now.version)).toMatchObject({ ok: true, coupon: { version: 3, note: 'Later' } });
  expect(await save({ note: 'Old page' }, null)).toMatchObject({ ok: true, coupon: { version: 4 } });
});

test('only staff who can edit the event change its coupons, and only those who can see it list them', async () => {
  const { id } = await made({});
  const crew = await person('door_crew');
  expect(await change(id, { note: 'Mine' }, crew)).toEqual({ ok: false, code: 'forbidden' });
  expect(await change(id, 'archived', { kind: 'anonymous' })).toEqual({ ok: false, code: 'not_signed_in' });
  expect(await listCoupons(deps(), crew, { eventId, part: ALL })).toEqual({ ok: false, code: 'forbidden' });
  expect((await kept(id))!.note).toBe('');
});

const EARLY: CouponFields = { ...PLAIN, code: 'EARLY', kind: 'fixed', value: 500, ticketTypeIds: [] };

/** As the page of the event's details does. */
async function changeCurrency(id: string) {
  const events = createEventStore(() => db, { clock: systemClock, ids: systemIds });
  const { version } = (await events.find(id))!.event;
  const by = { userId: null, name: 'Sam', action: 'event.edit' };
  const changed = await events.change(id, (fullEvent) => editEvent(fullEvent, version, { currency: 'JPY' }), by);
  return changed.ok ? changed.fullEvent.event.currency : changed.code;
}

test('EUR 5 off never become JPY 500 off: the currency stays while such a coupon is in use, and changes after', async () => {
  const amounts: Partial<CouponFields>[] = [{}, { kind: 'set_price' }, { kind: 'percent', minimumMinor: 2000 }];
  for (const fields of amounts) {
    const event = await createEventOnSale(url);
    const place = { eventId: event.eventId, fields: { ...EARLY, ...fields } };
    const created = await createCoupon(deps(), admin, place);
    if (!created.ok) throw new Error(created.code);
    expect(await changeCurrency(event.eventId)).toBe('event_has_coupons');
    await changeCoupon(deps(), admin, { eventId: event.eventId, couponId: created.coupon.id, change: 'archived' });
    expect(await changeCurrency(event.eventId)).toBe('JPY');
  }
  const event = await createEventOnSale(url, { coupons: [{ code: 'PERCENT', kind: 'percent', value: 500 }] });
  expect(await changeCurrency(event.eventId)).toBe('JPY');
});

test('a coupon belongs to its event: another event neither lists nor changes it', async () => {
  const { id } = await made({ note: 'Ours' });
  const { eventId: other } = await createEventOnSale(url);
  const theirs = { eventId: other, couponId: id };
  expect(await changeCoupon(deps(), admin, { ...theirs, change: { note: 'Theirs' } })).toMatchObject({
    code: 'not_found',
  });
  expect(await changeCoupon(deps(), admin, { ...theirs, change: 'archived' })).toMatchObject({ code: 'not_found' });
  expect(await coupons.list(other, ALL)).toEqual([]);
  expect(await kept(id)).toMatchObject({ note: 'Ours', archivedAt: null });
});
