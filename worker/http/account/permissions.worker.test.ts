import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../../../dev/stack.ts';
import { type ApiAnswer, type ApiCall, type ApiClient, cookiesOf, openApiClient } from '../../testing/api-client.ts';
import * as schema from '../../db/schema.ts';
import type { Role } from '#domain/account/permission.ts';
import { createEventOnSale, type EventForSale } from '../../testing/event-on-sale.ts';
import { fillPath, operationsOf } from '../../testing/operations.ts';
import {
  allowedAt,
  attendee,
  refusalOf,
  refusedAt,
  strangers,
  withExactly,
  type Caller,
} from '../../testing/permissions/callers.ts';
import { ROWS, type Request, type Row } from '../../testing/permissions/rows.ts';
import { client, PASSWORD, Setting, type Ground } from '../../testing/permissions/setting.ts';
import { type SignedInPerson, signIn } from '../../testing/signed-in.ts';

const BINDINGS = { GITHUB_CLIENT_ID: 'everato', GITHUB_CLIENT_SECRET: 'not asked for' };

let stack: Stack;
let db: pg.Pool;
let call: ApiClient;
let ground: Ground;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
let document: any;
let sale: EventForSale;

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir, stripe: true, bindings: BINDINGS });
  db = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  call = openApiClient(stack.url);
  ground = await prepare();
  document = (await call('GET', '/openapi.json')).json;
  sale = await createEventOnSale(stack.databaseUrl, { secret: stack.bindings.EVERATO_SECRET });
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

async function prepare(): Promise<Ground> {
  const { EVERATO_SECRET: secret, STRIPE_WEBHOOK_SECRET: webhookSecret, HEARTBEAT_TOKEN } = stack.bindings;
  const { cookie } = await person('super_admin');
  return {
    databaseUrl: stack.databaseUrl,
    secret: secret!,
    webhookSecret: webhookSecret!,
    db,
    api: call,
    root: { cookie },
    heartbeat: () =>
      fetch(`${stack.url}/internal/heartbeat`, {
        method: 'POST',
        headers: { authorization: `Bearer ${HEARTBEAT_TOKEN}` },
      }),
    crew: async () => (await person('door_crew')).userId,
    signUp: async (email = `grace.${v7()}@example.com`) => {
      const credentials = { email, password: PASSWORD };
      const ask = (path: string, body: object) =>
        call('POST', `/auth${path}`, { body, headers: { 'cf-connecting-ip': client() } });
      await ask('/sign-up/email', { name: 'Grace', ...credentials });
      return cookiesOf(await ask('/sign-in/email', credentials));
    },
  };
}

const person = (role: Role, eventIds?: string[]) =>
  signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, role, eventIds);
const seen = new Map<string, Set<string>>();
/** Notes the credentials with which a row's callers succeed, under the document's names. */
function noteAllowed({ operation, who, devices }: Row, { owners = [] }: Request): void {
  const known = seen.get(operation) ?? new Set();
  seen.set(operation, known);
  if (who === 'everyone') known.add('anyone');
  else if (who !== 'owners') known.add('session');
  if (devices) known.add('device');
  for (const { cookie, bearer, query, headers } of owners) {
    if (cookie) known.add('session');
    if (bearer || query) known.add(operation === 'DELETE /devices/{deviceId}' ? 'device' : 'link');
    if (headers?.['stripe-signature']) known.add('signature');
  }
}

interface Described {
  security: Record<string, never[]>[];
  responses: Record<string, { description?: string }>;
}
const describedAs = (operation: string): Described => {
  const [method, path] = operation.split(' ');
  return document.paths[`/api/v1${path}`][method!.toLowerCase()];
};
const isDescribed = (operation: string, refusal: string) =>
  Object.values(describedAs(operation).responses).some(({ description }) => description?.includes(`\`${refusal}\`:`));

const code = ({ status, json }: ApiAnswer) => [status, json?.error?.code];

/**
 * Tables that change by themselves: browsers become devices once they ask, sessions are extended, doors write what they decided
 * after their answer. All others must be as they were after a refused call.
 */
const MOVING = [
  ...['devices', 'scans', 'attendance', 'door_conflicts', 'outbox', 'user_sessions', 'verifications'],
  ...['rate_limits', 'idempotency_keys', 'stripe_events', 'deployment', 'sign_in_methods'],
];
const tables = Object.values(schema)
  .filter((one) => is(one, PgTable))
  .map((one) => getTableName(one));
const CHANGEABLE = tables.filter((name) => !MOVING.includes(name));
const contents = CHANGEABLE.map(
  (table) => `(select md5(string_agg(t::text, '' order by t::text)) from ${table} t) as ${table}`,
);
/** Doors write these after their answer: of other events, rows that an earlier test made may still come. */
const atDoor = ['scans', 'attendance', 'door_conflicts'].map(
  (table) => `(select json_agg(t order by t::text) from ${table} t where event_id = $1) as ${table}`,
);
const traces = async ({ eventId }: Setting) =>
  (
    await db.query(
      `select ${[...contents, ...atDoor].join()}, (select count(*) from outbox) as mails,
      (select json_agg(jsonb_build_array(d.id, d.name, d.gate_id, d.revoked_at) order by id) from devices d where pairing_id is not null) as devices`,
      [eventId],
    )
  ).rows[0];

const send = (row: Row, request: Request, by: ApiCall) => {
  const [method, path] = row.operation.split(' ');
  const { at = {}, query = '', headers, ...rest } = { ...request, ...by } as Request;
  const asked = { ...rest, headers: { ...request.headers, ...headers, 'cf-connecting-ip': client() } };
  return call(method!, fillPath(path!, (name) => at[name]!) + query, asked);
};

/** The operations of the document that no row names, and rows for operations that it lacks. */
test('every operation has a row that says who may use it', async () => {
  const names = operationsOf((await call('GET', '/openapi.json')).json).map(({ method, path }) => `${method} ${path}`);
  const rows = new Set(ROWS.map(({ operation }) => operation));
  const unlisted = names.filter((name) => !rows.has(name));
  const gone = [...rows].filter((name) => !names.includes(name));
  expect({ unlisted, gone }).toEqual({ unlisted: [], gone: [] });
});

describe('each operation, tried on real objects by everyone: who may succeeds, all others are refused and change nothing', () => {
  let other: Setting;
  let everyone: Caller[];
  beforeAll(async () => {
    other = await Setting.open(ground);
    everyone = await strangers(other);
  });

  test.for(ROWS.map((row) => [row.use ? `${row.operation}: ${row.use}` : row.operation, row] as const))(
    '%s',
    async ([, row]) => {
      const of = await Setting.open(ground, row.event);
      const first = allowedAt({ ground, other }, row, 1)[0]!;
      const hand = await first(of);
      const request = await row.request(of, hand === 'owner' ? {} : hand);
      noteAllowed(row, request);
      expect(await refusals(row, { of, other, request })).toEqual([]);
      const failed: string[] = [];
      const allowed = allowedAt({ ground, other }, row, request.owners?.length ?? 0);
      for (const [index, one] of allowed.entries()) {
        // The first makes the very request that was refused to the others; each later one has objects of its own.
        const own = index === 0 ? of : await Setting.open(ground, row.event);
        const by = index === 0 ? hand : await one(own);
        const asked = index === 0 ? request : await row.request(own, by === 'owner' ? {} : by);
        const answer = await send(row, asked, by === 'owner' ? asked.owners![0]! : by);
        if (answer.status !== row.status) failed.push(`${index}: ${answer.status} ${answer.text}`);
        if (row.shows && !row.shows(answer.json as never, own)) failed.push(`${index} sees nothing`);
      }
      expect(failed).toEqual([]);
      if (row.who === 'everyone') expect(await attempts(row, of)).toEqual([]);
    },
  );

  async function refusals(
    row: Row,
    { of, other: elsewhere, request }: { of: Setting; other: Setting; request: Request },
  ) {
    if (row.who === 'everyone') return [];
    const callers = [...everyone, ...(await refusedAt(ground, row, { of, other: elsewhere }))];
    const refused = callers.filter((caller) => !(row.who === 'accounts' && caller.kind === 'account'));
    const before = await traces(of);
    const wrong: string[] = [];
    await Promise.all(
      refused.map(async (caller) => {
        const answer = await send(row, request, caller.call);
        const expected = refusalOf(row, caller);
        const refusal = answer.json?.error?.code;
        if (refusal && !isDescribed(row.operation, refusal)) wrong.push(`${refusal} isn’t in the document`);
        const isPart = row.limited === 'to their part' && row.devices === 'all' && caller.kind === 'device';
        if (isPart ? row.shows!(answer.json as never, of) : answer.json?.error?.code !== expected)
          wrong.push(`${caller.name}: ${answer.status} ${answer.text.slice(0, 200)}, not ${expected}`);
      }),
    );
    expect(await traces(of)).toEqual(before);
    if (row.limited === 'to their part' && row.shows && typeof row.who === 'object') {
      const answer = await send(row, request, await withExactly(ground, row.who.staff, [elsewhere.eventId]));
      if (answer.status !== row.status || row.shows(answer.json as never, of))
        wrong.push('staff of another event see it');
    }
    return wrong;
  }

  /** An operation for everyone answers all callers alike. */
  async function attempts(row: Row, of: Setting): Promise<string[]> {
    const failed: string[] = [];
    for (const caller of [...everyone, await attendee(ground)]) {
      const answer = await send(row, await row.request(of, {}), caller.call);
      if (answer.status !== row.status) failed.push(`${caller.name}: ${answer.status} ${answer.text}`);
    }
    return failed;
  }
});

test('the OpenAPI document names for each operation the credentials that succeed', () => {
  const differing = [...seen].flatMap(([operation, credentials]) => {
    const named = describedAs(operation).security.map((one) => Object.keys(one)[0] ?? 'anyone');
    const real = [...credentials].sort().join();
    const told = named.sort().join();
    return real === told ? [] : `${operation}: ${real}, in the document ${told}`;
  });
  expect(differing).toEqual([]);
  expect(seen.size).toBeGreaterThan(90);
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
