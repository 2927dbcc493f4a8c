import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { startStack, type Stack } from '../dev/stack.ts';
import { type ApiCall, type ApiClient, openApiClient } from '../worker/testing/api-client.ts';
import { openDoorSocket } from '../worker/testing/door-socket.ts';
import { createEventOnSale, type SaleOptions } from '../worker/testing/event-on-sale.ts';
import { signIn } from '../worker/testing/signed-in.ts';

/* The door delivers its entries to Postgres later. What a buyer may do must not depend on when. */

let stack: Stack;
let db: pg.Client;
let call: ApiClient;
const account = (role: Parameters<typeof signIn>[1]) =>
  signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, role);

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir });
  db = new pg.Client(stack.databaseUrl);
  await db.connect();
  call = openApiClient(stack.url);
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});
afterEach(() => db.query('rollback'));

const ask = async (method: string, path: string, given: ApiCall) => {
  const { status, json } = await call(method, path, given);
  return { status, code: json?.error?.code, json };
};

interface Wanted {
  options?: SaleOptions;
  cookie?: string;
  fields?: object;
}
/** A booking of two tickets that its buyer may cancel. Until the test is over, Postgres takes no entry. */
async function booked({ options, cookie, fields }: Wanted = {}) {
  const { eventId, typeIds } = await createEventOnSale(stack.databaseUrl, {
    secret: stack.bindings.EVERATO_SECRET!,
    types: [{ priceMinor: 0 }],
    ...options,
    event: { cancel_until_hours: 1, ...options?.event },
  });
  const body = {
    eventId,
    items: [{ ticketTypeId: typeIds[0], quantity: 2 }],
    buyer: { name: 'Ada Lovelace', email: `${crypto.randomUUID()}@example.com` },
    ...fields,
  };
  const made = await ask('POST', '/bookings/create', { body, ...(cookie && { cookie }) });
  expect(made).toMatchObject({ status: 201 });
  await db.query('begin');
  await db.query('lock table attendance in exclusive mode');
  const { booking, accessToken } = made.json;
  return { eventId, booking, tickets: booking.tickets, who: cookie ? { cookie } : { bearer: accessToken as string } };
}

async function admit(eventId: string, code: string): Promise<void> {
  const door = await openDoorSocket({ url: stack.url, secret: stack.bindings.EVERATO_SECRET! }, eventId);
  expect(await door.scan({ code })).toMatchObject({ result: 'admitted' });
  door.close();
}
const REFUSED = { status: 409, code: 'ticket_checked_in' };

/** Everything that a buyer may do only while no one has come in. */
async function expectAllRefused({ booking, tickets, who }: Awaited<ReturnType<typeof booked>>): Promise<void> {
  const [{ id }] = tickets;
  const body = { name: 'Bo', email: 'bo@example.com' };
  const renamed = await ask('PATCH', `/tickets/${id}`, { ...who, body: { attendeeName: 'Bo' } });
  const transferred = await ask('POST', `/tickets/${id}/transfer`, { ...who, body });
  const answered = await ask('PUT', `/bookings/${booking.id}/answers`, { ...who, body: { answers: [] } });
  const cancelled = await ask('DELETE', `/bookings/${booking.id}`, who);
  expect([renamed, transferred, answered, cancelled]).toMatchObject([REFUSED, REFUSED, REFUSED, REFUSED]);
  const { json } = await ask('GET', `/bookings/${booking.id}`, who);
  expect(json).toMatchObject({ status: 'confirmed', tickets: [{ id, status: 'valid' }, { status: 'valid' }] });
  const { rows } = await db.query('select count(*)::int as n from attendance where ticket_id = $1', [id]);
  expect(rows).toEqual([{ n: 0 }]);
}

test('an admitted ticket can’t be cancelled, transferred or renamed, nor its answers changed, by link before Postgres has its entry', async () => {
  const mine = await booked();
  await admit(mine.eventId, mine.tickets[0].code);
  await expectAllRefused(mine);
});

test('an admitted ticket can’t be changed by its buyer’s account either', async () => {
  const mine = await booked({ cookie: (await account('attendee')).cookie });
  await admit(mine.eventId, mine.tickets[0].code);
  await expectAllRefused(mine);
});

test('a door that has just woken answers from its ledger', async () => {
  const mine = await booked();
  await admit(mine.eventId, mine.tickets[0].code);
  await stack.worker.kill();
  await stack.worker.start();
  await expectAllRefused(mine);
});

test('tickets to be paid at the door can’t be cancelled by their buyer once someone is inside', async () => {
  const options = { types: [{ priceMinor: 2500 }], event: { at_door_payment: true } };
  const mine = await booked({ options, fields: { method: 'at_door' } });
  const who = { maySupervise: true, mayUndoAny: true };
  const door = await openDoorSocket({ url: stack.url, secret: stack.bindings.EVERATO_SECRET! }, mine.eventId, who);
  const scan = await door.scan({ code: mine.tickets[0].code });
  expect(scan).toMatchObject({ result: 'unpaid' });
  const scanId = 'scanId' in scan ? scan.scanId! : '';
  door.send({ type: 'override', scanId, reason: 'Pays inside' });
  await door.next('verdict', ({ verdict }) => verdict.result === 'admitted');
  expect(await ask('DELETE', `/bookings/${mine.booking.id}`, mine.who)).toMatchObject(REFUSED);
});

test('tickets that were not admitted can be renamed and cancelled by their buyer; staff can cancel admitted ones too', async () => {
  const mine = await booked();
  const [first, second] = mine.tickets;
  expect(await ask('PATCH', `/tickets/${first.id}`, { ...mine.who, body: { attendeeName: 'Bo' } })).toMatchObject({
    status: 200,
  });
  await admit(mine.eventId, first.code);
  expect(await ask('PATCH', `/tickets/${second.id}`, { ...mine.who, body: { attendeeName: 'Cy' } })).toMatchObject({
    status: 200,
  });
  const { cookie } = await account('super_admin');
  expect(await ask('DELETE', `/bookings/${mine.booking.id}`, { cookie })).toMatchObject({ status: 200 });
  const other = await booked();
  expect(await ask('DELETE', `/bookings/${other.booking.id}`, other.who)).toMatchObject({ status: 200 });
});

/** Leaves the rows of a change that the box office has made and the door has not pulled. */
async function changeUnheard(ticketId: string, change: string): Promise<void> {
  await db.query('rollback');
  await db.query(
    `with e as (update events set ticket_seq = ticket_seq + 1 where id = (select event_id from tickets where id = $1) returning ticket_seq)
     update tickets set ${change}, seq = e.ticket_seq from e where tickets.id = $1`,
    [ticketId],
  );
}
const TRANSFERRED = `revision = revision + 1, attendee_name = 'Bo', holder_email = 'bo@example.com'`;

test.each([
  ['code', 'cancelled_inside', `status = 'cancelled', cancelled_at = now()`],
  ['code', 'transferred_inside', TRANSFERRED],
  ['code', 'renamed_inside', `attendee_name = 'Bo'`],
  ['number', 'transferred_inside', TRANSFERRED],
] as const)(
  'an entry by %s that the door decided before it heard of a change is a conflict on every screen: %s',
  async (by, reason, change) => {
    const { eventId, tickets, who } = await booked();
    const [ticket, other] = tickets;
    const open = (rights: Parameters<typeof openDoorSocket>[2]) =>
      openDoorSocket({ url: stack.url, secret: stack.bindings.EVERATO_SECRET! }, eventId, rights);
    const scanner = await open({});
    const supervisor = await open({ maySupervise: true });
    const dashboard = await open({ mayScan: false, maySupervise: true });
    await Promise.all([scanner, supervisor, dashboard].map((socket) => socket.next('snapshot')));
    await changeUnheard(ticket.id, change);
    expect(await scanner.scan({ code: ticket[by] })).toMatchObject({ result: 'admitted' });
    // Any change makes the door pull.
    expect(await ask('PATCH', `/tickets/${other.id}`, { ...who, body: { attendeeName: 'Cy' } })).toMatchObject({
      status: 200,
    });
    for (const socket of [scanner, supervisor, dashboard])
      expect((await socket.next('conflict')).conflict).toMatchObject({ ticketId: ticket.id, reason });
    const late = await open({ maySupervise: true });
    expect((await late.next('snapshot')).conflicts).toMatchObject([{ ticketId: ticket.id, reason }]);
    const stored = () => db.query('select reason from door_conflicts where ticket_id = $1', [ticket.id]);
    await expect.poll(async () => (await stored()).rows).toEqual([{ reason }]);
  },
);
