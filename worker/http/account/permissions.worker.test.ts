import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../../../dev/stack.ts';
import { type ApiAnswer, type ApiCall, type ApiClient, openApiClient } from '../../testing/api-client.ts';
import { createEventOnSale, type EventForSale } from '../../testing/event-on-sale.ts';
import { type ApiDocument, fillPath, type Operation, operationsOf, sampleOf } from '../../testing/operations.ts';
import { type SignedInPerson, signIn } from '../../testing/signed-in.ts';

/** The roles that may call each restricted operation. A new route must be entered here. */
const STAFF: Record<string, string> = {
  'PUT /bookings/{id}/status': 'editor admin super_admin',
  'GET /checkin/events': 'door_crew admin super_admin',
  'POST /checkin/validate': 'door_crew admin super_admin',
  'POST /checkin/mark': 'door_crew admin super_admin',
  'POST /checkin/undo': 'door_crew admin super_admin',
  'POST /checkin/event/{eventId}/ticket': 'door_crew admin super_admin',
  'GET /checkin/event/{eventId}/stats': 'door_crew editor admin super_admin',
  'GET /checkin/event/{eventId}/search': 'door_crew admin super_admin',
  'GET /checkin/event/{eventId}/attendees': 'editor admin super_admin',
  'POST /checkin/override': 'admin super_admin',
  'POST /checkin/conflicts/{conflictId}/close': 'editor admin super_admin',
  'GET /checkin/event/{eventId}/party': 'door_crew admin super_admin',
  'GET /checkin/event/{eventId}/pack': 'door_crew admin super_admin',
  'GET /dashboard/stats': 'editor admin super_admin',
  'GET /dashboard/activity': 'admin super_admin',
  'POST /events': 'admin super_admin',
  'GET /events/staff': 'editor admin super_admin',
  'GET /events/{id}/staff': 'editor admin super_admin',
  'PATCH /events/{id}': 'editor admin super_admin',
  'DELETE /events/{id}': 'admin super_admin',
  'PUT /events/{id}/ticket-types': 'editor admin super_admin',
  'POST /bookings/{id}/cancel-tickets': 'admin super_admin',
  'GET /bookings/{id}/history': 'editor admin super_admin',
  'GET /events/{id}/cancellation': 'editor admin super_admin',
  'POST /events/{id}/bookings': 'admin super_admin',
  'POST /events/{id}/bookings/quote': 'admin super_admin',
  'GET /events/{id}/coupons': 'editor admin super_admin',
  'POST /events/{id}/coupons': 'editor admin super_admin',
  'PATCH /events/{id}/coupons/{couponId}': 'editor admin super_admin',
  'DELETE /events/{id}/coupons/{couponId}': 'editor admin super_admin',
  'PUT /events/{id}/questions': 'editor admin super_admin',
  'GET /events/{id}/waiting-list': 'editor admin super_admin',
  'PUT /events/{id}/gates': 'editor admin super_admin',
  'GET /events/{id}/devices': 'editor admin super_admin',
  'POST /events/{id}/devices': 'editor admin super_admin',
  'POST /events/{id}/publish': 'editor admin super_admin',
  'POST /events/{id}/cancel': 'admin super_admin',
  'POST /events/{id}/archive': 'admin super_admin',
  'POST /events/{id}/duplicate': 'admin super_admin',
  'GET /events/{id}/bookings': 'editor admin super_admin',
  'POST /images': 'editor admin super_admin',
  'GET /outbox': 'editor admin super_admin',
  'POST /outbox/{id}/resend': 'editor admin super_admin',
  'GET /payments/{id}/refunds': 'editor admin super_admin',
  'POST /payments/{id}/refunds': 'editor admin super_admin',
  'POST /refunds/{id}/settle': 'editor admin super_admin',
  'GET /settings': 'editor admin super_admin',
  'PATCH /settings': 'super_admin',
  'GET /staff': 'super_admin',
  'POST /staff': 'super_admin',
  'PATCH /staff/{id}': 'super_admin',
  'POST /checkin/pay': 'admin super_admin',
  'GET /checkin/event/{eventId}/offer': 'admin super_admin',
  'POST /checkin/event/{eventId}/sell': 'admin super_admin',
  'GET /checkin/event/{eventId}/shift': 'admin super_admin',
  'POST /checkin/event/{eventId}/shift/end': 'admin super_admin',
  'GET /events/{id}/guest-list': 'editor admin super_admin',
  'POST /events/{id}/guest-list': 'admin super_admin',
  'GET /events/{id}/rehearsal': 'editor admin super_admin',
  'POST /events/{id}/rehearsal': 'editor admin super_admin',
  'DELETE /events/{id}/rehearsal': 'editor admin super_admin',
};
/**
 * Operations for everyone, or for the owner of the account, link, device or Stripe's signature. Those that name one
 * device or one link to a door are tested in `devices.worker.test.ts`: an invented one is never found.
 */
const PUBLIC =
  /^(POST|PATCH|GET) \/auth\/|^GET \/(events|health|health\/ready|images\/\{id\}|events\/\{idOrSlug\}|events\/\{id\}\/availability|waiting-list\/\{id\}|waiting-list\/user\/\{userId\})$|^POST \/(coupons\/validate|events\/\{id\}\/waiting-list)$|^DELETE \/waiting-list\/|^(POST|GET|DELETE) \/(bookings|payments)\/|^(GET|PATCH|POST) \/tickets\/|^GET \/receipts\/|^POST \/devices\/pair$|^(PATCH|DELETE) \/devices\/|^DELETE \/events\/\{id\}\/devices\/pairings\/|^PUT \/bookings\/\{id\}\/(billing|answers)$/;
const ROLES = ['attendee', 'door_crew', 'editor', 'admin', 'super_admin'] as const;

let stack: Stack;
let db: pg.Pool;
let call: ApiClient;
let document: ApiDocument;
let operations: Operation[];
let sale: EventForSale;
let bookingId: string;

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir });
  db = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  call = openApiClient(stack.url);
  document = (await call('GET', '/openapi.json')).json;
  operations = operationsOf(document);
  sale = await createEventOnSale(stack.databaseUrl, { secret: stack.bindings.EVERATO_SECRET });
  const items = [{ ticketTypeId: sale.typeIds[0], quantity: 1 }];
  const order = { eventId: sale.eventId, items, buyer: { name: 'Ada', email: 'ada@example.com' } };
  bookingId = (await call('POST', '/bookings/create', { body: order })).json.booking.id;
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

const person = (role: (typeof ROLES)[number], eventIds?: string[]) =>
  signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, role, eventIds);
const code = ({ status, json }: ApiAnswer) => [status, json?.error?.code];
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

/** A call that is refused for nothing but who makes it. The event's version is wrong, so that nothing changes. */
function callOf(operation: Operation, eventId: string): [string, string, ApiCall] {
  const id = operation.path.startsWith('/bookings') ? bookingId : operation.path.startsWith('/events') ? eventId : v7();
  const path = fillPath(operation.path, (name) => (name === 'eventId' ? eventId : id));
  const [future, later] = [1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const known = {
    eventId,
    version: 999,
    email: `${v7()}@example.com`,
    contactEmail: 'a@example.com',
    timeZone: 'UTC',
    currency: 'EUR',
    accent: '#112233',
    slug: 'taken',
    url: 'https://example.com',
    onlineUrl: null,
    startsAt: future,
    endsAt: later,
    ticketId: undefined,
    bannerImageId: null,
    saleStartsAt: null,
    saleEndsAt: null,
    validFrom: null,
    validUntil: null,
    bookingOpensAt: null,
    bookingClosesAt: null,
    scannedAt: undefined,
    role: 'door_crew',
    eventIds: null,
    granted: [],
    denied: [],
    status: 'pending_payment',
    gateId: undefined,
    at: future,
    gates: [],
    quotas: [],
    ticketTypes: [],
    code: 'AAAA-AAAA',
    sessionId: undefined,
    atDoorUntil: null,
    ticketIds: [v7()],
    questions: [],
    answers: [],
    locale: 'en',
    unitPriceMinor: undefined,
  };
  const body = operation.schema ? sampleOf(document, operation.schema, known) : undefined;
  const asked = { search: '?q=ada', party: `?ticketId=${v7()}` }[operation.path.split('/').at(-1)!] ?? '';
  const headers: Record<string, string> = operation.path.endsWith('/sell') ? { 'idempotency-key': v7() } : {};
  return [operation.method, path + asked, { body, headers }];
}

const isRefused = ({ status, json }: ApiAnswer) =>
  status === 403 || (status === 404 && json.error.code === 'not_found');

/** Everything a refused call could have changed. */
const traces = async () =>
  (
    await db.query(`select (select json_agg(e order by id) from events e) events, (select json_agg(b) from bookings b) bookings,
      (select count(*) from users) users, (select count(*) from staff_permissions) permissions, (select count(*) from images) images,
      (select count(*) from outbox) mails, (select count(*) from audit_log) audit, (select count(*) from scans) scans`)
  ).rows[0];

test('every operation is either open to all or has its list of roles', () => {
  const unlisted = operations.map(nameOf).filter((name) => !STAFF[name] && !PUBLIC.test(name));
  const gone = Object.keys(STAFF).filter((name) => !operations.some((operation) => nameOf(operation) === name));
  expect({ unlisted, gone }).toEqual({ unlisted: [], gone: [] });
});

test('staff operations are refused to all others: 401 without a session, 403 or 404 without the right, and nothing changes', async () => {
  const before = await traces();
  const people = new Map<string, SignedInPerson>();
  for (const role of ROLES) people.set(role, await person(role));
  const counted = { ...before, users: String(Number(before.users) + ROLES.length) };
  const wrong: string[] = [];
  for (const operation of operations.filter((one) => STAFF[nameOf(one)])) {
    const [method, path, given] = callOf(operation, sale.eventId);
    for (const stranger of [{}, { cookie: 'everato.session_token=x.y' }, { bearer: 'x'.repeat(43) }]) {
      const answer = await call(method, path, { ...given, ...stranger });
      const isHidden = operation.path.startsWith('/bookings') && answer.status === 404;
      if (code(answer)[1] !== 'not_signed_in' && !isHidden) wrong.push(`${nameOf(operation)} nobody: ${code(answer)}`);
    }
    for (const role of ROLES.filter((one) => !STAFF[nameOf(operation)]!.split(' ').includes(one))) {
      const answer = await call(method, path, { ...given, cookie: people.get(role)!.cookie });
      if (!isRefused(answer)) wrong.push(`${nameOf(operation)} ${role}: ${code(answer)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await traces()).toEqual(counted);
});

test('the same calls pass for those who have the right: a refusal is for another reason, if any', async () => {
  const wrong: string[] = [];
  for (const operation of operations.filter((one) => STAFF[nameOf(one)])) {
    const own = await createEventOnSale(stack.databaseUrl, { secret: stack.bindings.EVERATO_SECRET });
    for (const role of STAFF[nameOf(operation)]!.split(' ') as (typeof ROLES)[number][]) {
      const { cookie } = await person(role);
      const [method, path, given] = callOf(operation, own.eventId);
      const answer = await call(method, path, { ...given, cookie });
      if (answer.status === 401 || answer.status === 403) wrong.push(`${nameOf(operation)} ${role}: ${code(answer)}`);
      if (answer.status >= 500 || answer.status === 400) wrong.push(`${nameOf(operation)} ${role}: ${answer.text}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('staff who are limited to one event can’t touch or see another', async () => {
  const mine = await createEventOnSale(stack.databaseUrl, { secret: stack.bindings.EVERATO_SECRET });
  for (const role of ['editor', 'door_crew', 'admin'] as const) {
    const limited = await person(role, [mine.eventId]);
    const wrong: string[] = [];
    const before = await traces();
    for (const operation of operations.filter((one) => STAFF[nameOf(one)]?.includes(role))) {
      if (!/\{(id|eventId)\}|^\/checkin/.test(operation.path) || operation.path.startsWith('/outbox')) continue;
      if (operation.path === '/checkin/events') continue;
      const [method, path, given] = callOf(operation, sale.eventId);
      const answer = await call(method, path, { ...given, cookie: limited.cookie });
      if (!isRefused(answer)) wrong.push(`${nameOf(operation)} ${role}: ${code(answer)}`);
    }
    expect(wrong).toEqual([]);
    expect(await traces()).toEqual(before);
    if (role !== 'editor') {
      const doors = await call('GET', '/checkin/events', { cookie: limited.cookie });
      expect(doors.json.items.map(({ id }: { id: string }) => id)).toEqual([mine.eventId]);
    }
    if (role === 'door_crew') continue;
    const listed = await call('GET', '/events/staff', { cookie: limited.cookie });
    expect(listed.json.items.map(({ id }: { id: string }) => id)).toEqual([mine.eventId]);
    expect((await call('GET', `/bookings/${bookingId}`, { cookie: limited.cookie })).status).toBe(404);
    expect((await call('GET', '/outbox', { cookie: limited.cookie })).json.items ?? []).toEqual([]);
    expect(
      (
        await call('POST', '/events', {
          ...callOf(
            operations.find((one) => nameOf(one) === 'POST /events')!,
            '',
          )[2],
          cookie: limited.cookie,
        })
      ).status,
    ).toBe(403);
  }
});

async function grant(userId: string, permission: string) {
  await db.query(`insert into staff_permissions (user_id, permission, effect) values ($1, $2, 'grant')`, [
    userId,
    permission,
  ]);
}

test('no one raises their own rights, gives rights they lack, or makes an admin without being super admin', async () => {
  const manager = await person('editor');
  await grant(manager.userId, 'MANAGE_USERS');
  const { cookie } = manager;
  const colleague = await person('door_crew');
  const root = await person('super_admin');
  const change = (id: string, body: object) => call('PATCH', `/staff/${id}`, { cookie, body }).then(code);
  for (const body of [
    { role: 'super_admin' },
    { role: 'admin' },
    { granted: ['VIEW_REPORTS'] },
    { denied: [] },
    { eventIds: null },
  ])
    expect(await change(manager.userId, body)).toEqual([403, 'forbidden']);
  for (const body of [
    { role: 'super_admin' },
    { role: 'admin' },
    { granted: ['MANAGE_EVENTS'] },
    { granted: ['SELL'] },
  ])
    expect(await change(colleague.userId, body)).toEqual([403, 'forbidden']);
  expect(await change(root.userId, { role: 'attendee' })).toEqual([403, 'forbidden']);
  for (const role of ['admin', 'super_admin']) {
    const body = { name: 'Eve', email: `${v7()}@example.com`, role };
    expect(code(await call('POST', '/staff', { cookie, body }))).toEqual([403, 'forbidden']);
  }
  // The control: what they may do, they can.
  expect((await call('PATCH', `/staff/${colleague.userId}`, { cookie, body: { role: 'editor' } })).status).toBe(200);
  const limited = await person('editor', [sale.eventId]);
  await grant(limited.userId, 'MANAGE_USERS');
  for (const body of [{ eventIds: null }, { role: 'editor' }])
    expect(code(await call('PATCH', `/staff/${colleague.userId}`, { cookie: limited.cookie, body }))).toEqual([
      403,
      'forbidden',
    ]);
});

test('an invitation gives no more than the one who invites has', async () => {
  const crew = await person('door_crew');
  await grant(crew.userId, 'MANAGE_USERS');
  const invite = (email: string, role: string) =>
    call('POST', '/staff', { cookie: crew.cookie, body: { name: 'Friend', email, role } }).then(code);
  expect(await invite(`${v7()}@example.com`, 'editor')).toEqual([403, 'forbidden']);
  expect(await invite(`${v7()}@example.com`, 'door_crew')).toEqual([201, undefined]);
  // A person's earlier rights return with the role.
  const former = await person('attendee');
  await grant(former.userId, 'SELL');
  expect(await invite(`${former.userId}@example.com`, 'door_crew')).toEqual([403, 'forbidden']);
  const { rows } = await db.query('select role from users where id = $1', [former.userId]);
  expect(rows).toEqual([{ role: 'attendee' }]);
});

test('a draft that a staff member is limited to can’t be deleted: without it they would see every event', async () => {
  const root = await person('super_admin');
  const secret = stack.bindings.EVERATO_SECRET;
  const draft = () => createEventOnSale(stack.databaseUrl, { secret, status: 'draft' }).then(({ eventId }) => eventId);
  const one = await draft();
  const other = await draft();
  await person('editor', [one, other]);
  const alone = await person('editor', [one]);
  const remove = (id: string) => call('DELETE', `/events/${id}`, { cookie: root.cookie });
  const refused = await remove(one);
  expect(code(refused)).toEqual([409, 'event_has_staff']);
  expect(refused.json.error.details).toEqual({ names: ['Sam editor'] });
  // A person limited to two events is still limited to the other one; a person who was given another event no longer
  // stands in the way.
  expect((await remove(other)).status).toBe(200);
  const body = { eventIds: [sale.eventId] };
  expect((await call('PATCH', `/staff/${alone.userId}`, { cookie: root.cookie, body })).status).toBe(200);
  expect((await remove(one)).json.error.details).toEqual({ names: ['Sam editor'] });
});

test('a right that is taken away is gone with the next request', async () => {
  const root = await person('super_admin');
  const editor = await person('editor');
  const look = () =>
    call('GET', `/events/${sale.eventId}/staff`, { cookie: editor.cookie }).then(({ status }) => status);
  expect(await look()).toBe(200);
  const body = { denied: ['VIEW_EVENT'] };
  expect((await call('PATCH', `/staff/${editor.userId}`, { cookie: root.cookie, body })).status).toBe(200);
  expect(await look()).toBe(403);
});

test('the last super admin stays, even when two demote each other at the same time', async () => {
  await db.query(`update users set role = 'attendee' where role = 'super_admin'`);
  const one = await person('super_admin');
  const two = await person('super_admin');
  const demote = (by: SignedInPerson, whom: SignedInPerson) =>
    call('PATCH', `/staff/${whom.userId}`, { cookie: by.cookie, body: { role: 'editor' } });
  const answers = await Promise.all([demote(one, two), demote(two, one)]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const left = (await db.query(`select id from users where role = 'super_admin'`)).rows;
  expect(left).toHaveLength(1);
  const last = left[0].id === one.userId ? one : two;
  expect(code(await demote(last, last))).toEqual([409, 'last_super_admin']);
});
