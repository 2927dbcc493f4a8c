import { readdirSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startStack, type Stack } from '../../../dev/stack.ts';
import type { BookingCreated, BookingSummary, BookingView } from '#contract/booking/booking.ts';
import type { Role } from '#domain/account/permission.ts';
import { createEventOnSale, type EventForSale, type SaleOptions } from '../../testing/event-on-sale.ts';
import { signIn, type SignedInPerson } from '../../testing/signed-in.ts';

const PAYABLE = { STRIPE_SECRET_KEY: 'sk_test_bookings', STRIPE_WEBHOOK_SECRET: 'whsec_bookings' };
let stack: Stack;
let db: pg.Client;

beforeAll(async () => {
  stack = await startStack({
    adminUrl: inject('postgresAdminUrl'),
    bundleDir: process.env.EVERATO_TEST_BUNDLE,
    bindings: PAYABLE,
  });
  db = new pg.Client(stack.databaseUrl);
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

type Person = Pick<SignedInPerson, 'cookie'> | { token: string } | null;
type Failure = { error: { code: string; details?: unknown } };

interface Sent {
  person?: Person;
  json?: unknown;
  client?: string;
}
async function call<T>(method: string, path: string, { person, json, client }: Sent = {}) {
  const who = person && ('cookie' in person ? person : { authorization: `Bearer ${person.token}` });
  const response = await fetch(`${stack.url}/api/v1${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      origin: stack.url,
      ...who,
      ...(client && { 'cf-connecting-ip': client }),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  const body = (await response.json()) as T & Failure;
  return { status: response.status, body, code: body.error?.code, wait: response.headers.get('retry-after') };
}
const refusalOf = async (answer: ReturnType<typeof call>) => {
  const { status, code } = await answer;
  return `${status} ${code}`;
};

const sale = (options: SaleOptions = {}) =>
  createEventOnSale(stack.databaseUrl, {
    secret: stack.bindings.EVERATO_SECRET,
    types: [
      { name: 'Standing', priceMinor: 2500 },
      { name: 'Free', priceMinor: 0 },
    ],
    ...options,
  });
const account = (role: Role, eventIds?: string[]) =>
  signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, role, eventIds);

type Buyer = { name?: string; email?: string; person?: Person; type?: 'Standing' | 'Free' };
async function book({ eventId, typeIds }: EventForSale, buyer: Buyer = {}): Promise<BookingCreated> {
  const {
    name = 'Ada Lovelace',
    email = `${crypto.randomUUID()}@example.com`,
    person = null,
    type = 'Standing',
  } = buyer;
  const items = [{ ticketTypeId: typeIds[type === 'Standing' ? 0 : 1], quantity: 2 }];
  const request = { eventId, items, buyer: { name, email } };
  const { status, body } = await call<BookingCreated>('POST', '/bookings/create', { person, json: request });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}
const setStatus = (person: Person, id: string, { status, reason }: { status: string; reason?: string }) =>
  call<BookingView>('PUT', `/bookings/${id}/status`, { person, json: { status, reason, paidBy: 'cash' } });
/** A payment that no one recorded isn't invented. */
const confirmUnpaid = (person: Person, id: string) =>
  call<BookingView>('PUT', `/bookings/${id}/status`, { person, json: { status: 'confirmed' } });
const rowOf = async (id: string) => (await db.query('select status from bookings where id = $1', [id])).rows[0].status;
const stock = async ({ quotaId }: EventForSale) =>
  (await db.query('select held, sold from quotas where id = $1', [quotaId])).rows[0];

test('staff confirm a booking: its tickets are there without their codes, and the history names who did it', async () => {
  const event = await sale();
  const editor = await account('editor');
  const { booking, accessToken } = await book(event);
  expect(await refusalOf(confirmUnpaid(editor, booking.id))).toBe('400 invalid_request');
  const { status, body } = await setStatus(editor, booking.id, { status: 'confirmed', reason: 'paid at the office' });
  expect({ status, booking: body.status, hold: body.holdExpiresAt }).toEqual({
    status: 200,
    booking: 'confirmed',
    hold: null,
  });
  expect(body.tickets.map(({ code, accessToken: link }) => ({ code, link }))).toEqual([
    { code: null, link: '' },
    { code: null, link: '' },
  ]);
  expect(await stock(event)).toEqual({ held: 0, sold: 2 });
  const own = await call<BookingView>('GET', `/bookings/${booking.id}`, { person: { token: accessToken } });
  expect(own.body.tickets.map(({ code }) => typeof code)).toEqual(['string', 'string']);
  const { rows } = await db.query(
    `select user_id, action, before->>'status' as before, after->>'status' as after, after->>'reason' as reason
      from audit_log where subject_id = $1`,
    [booking.id],
  );
  expect(rows).toEqual([
    {
      user_id: editor.userId,
      action: 'booking.status',
      before: 'pending_payment',
      after: 'confirmed',
      reason: 'paid at the office',
    },
  ]);
});

test('staff end a hold and cancel what is confirmed; the places come back and the tickets are cancelled', async () => {
  const event = await sale();
  const admin = await account('admin');
  const { booking: held } = await book(event);
  const { booking: free } = await book(event, { type: 'Free' });
  expect(await stock(event)).toEqual({ held: 2, sold: 2 });
  expect((await setStatus(admin, held.id, { status: 'expired' })).body.status).toBe('expired');
  const cancelled = await setStatus(admin, free.id, { status: 'cancelled' });
  expect(cancelled.body).toMatchObject({
    status: 'cancelled',
    tickets: [{ status: 'cancelled' }, { status: 'cancelled' }],
  });
  expect(await stock(event)).toEqual({ held: 0, sold: 0 });
  expect((await setStatus(admin, free.id, { status: 'cancelled' })).status).toBe(200);
});

test('a status moves along its transitions only, and a refused one changes nothing', async () => {
  const event = await sale();
  const admin = await account('admin');
  const { booking: cancelled } = await book(event);
  await setStatus(admin, cancelled.id, { status: 'cancelled' });
  const { booking: confirmed } = await book(event, { type: 'Free' });
  const before = await stock(event);
  expect(await refusalOf(setStatus(admin, cancelled.id, { status: 'confirmed' }))).toBe('409 invalid_transition');
  expect(await refusalOf(setStatus(admin, cancelled.id, { status: 'pending_payment' }))).toBe('409 invalid_transition');
  expect(await refusalOf(setStatus(admin, confirmed.id, { status: 'expired' }))).toBe('409 invalid_transition');
  expect(await refusalOf(setStatus(admin, confirmed.id, { status: 'refunded' }))).toBe('400 invalid_request');
  expect([await rowOf(cancelled.id), await rowOf(confirmed.id)]).toEqual(['cancelled', 'confirmed']);
  expect(await stock(event)).toEqual(before);
});

test('only staff of the event change a status; for strangers the booking is not found', async () => {
  const event = await sale();
  const other = await sale();
  const { booking, accessToken } = await book(event);
  const answers = {
    visitor: await refusalOf(setStatus(null, booking.id, { status: 'confirmed' })),
    stranger: await refusalOf(setStatus(await account('attendee'), booking.id, { status: 'confirmed' })),
    doorCrew: await refusalOf(setStatus(await account('door_crew'), booking.id, { status: 'confirmed' })),
    staffOfAnotherEvent: await refusalOf(
      setStatus(await account('admin', [other.eventId]), booking.id, { status: 'confirmed' }),
    ),
    buyer: await refusalOf(setStatus({ token: accessToken }, booking.id, { status: 'confirmed' })),
    anotherBuyer: await refusalOf(
      setStatus({ token: (await book(event)).accessToken }, booking.id, { status: 'confirmed' }),
    ),
  };
  expect(answers).toEqual({
    visitor: '404 not_found',
    stranger: '404 not_found',
    doorCrew: '404 not_found',
    staffOfAnotherEvent: '404 not_found',
    buyer: '403 forbidden',
    anotherBuyer: '404 not_found',
  });
  const admin = await account('admin');
  expect(await refusalOf(setStatus(admin, crypto.randomUUID(), { status: 'confirmed' }))).toBe('404 not_found');
  expect(await refusalOf(setStatus(admin, 'no-such-id', { status: 'confirmed' }))).toBe('404 not_found');
  expect(await rowOf(booking.id)).toBe('pending_payment');
  const ofThisEvent = await account('admin', [event.eventId]);
  expect((await setStatus(ofThisEvent, booking.id, { status: 'confirmed' })).status).toBe(200);
});

type Page = { items: BookingSummary[]; nextCursor: string | null };
const list = (person: Person, { eventId }: EventForSale, query = '') =>
  call<Page>('GET', `/events/${eventId}/bookings${query}`, { person });

test('staff page through an event’s bookings, newest first, and find them by reference, name, address and status', async () => {
  const event = await sale();
  const viewer = await account('editor', [event.eventId]);
  const booked = [];
  for (const name of ['Ada Lovelace', 'Grace Hopper', 'Mary 100% Jackson'])
    booked.push((await book(event, { name, type: name === 'Grace Hopper' ? 'Free' : 'Standing' })).booking);
  await book(await sale(), { name: 'Ada of another event' });
  const [ada, grace, mary] = booked as [BookingView, BookingView, BookingView];
  const first = await list(viewer, event, '?limit=2');
  expect(first.body.items.map(({ id }) => id)).toEqual([mary.id, grace.id]);
  const rest = await list(viewer, event, `?limit=2&cursor=${first.body.nextCursor}`);
  expect(rest.body).toMatchObject({ items: [{ id: ada.id, ticketCount: 2 }], nextCursor: null });
  // A link that opens the booking is its owner's.
  expect(first.body.items.map(({ accessToken }) => accessToken)).toEqual([undefined, undefined]);
  const found = async (query: string) => (await list(viewer, event, query)).body.items.map(({ id }) => id);
  expect(await found(`?q=${ada.reference}`)).toEqual([ada.id]);
  expect(await found(`?q=${ada.reference.replace('-', '').toLowerCase()}`)).toEqual([ada.id]);
  expect(await found('?q=hopper')).toEqual([grace.id]);
  expect(await found(`?q=${encodeURIComponent(mary.buyer.email)}`)).toEqual([mary.id]);
  expect(await found(`?q=${encodeURIComponent('100%')}`)).toEqual([mary.id]);
  expect(await found('?q=%25')).toEqual([mary.id]);
  expect(await found('?status=confirmed')).toEqual([grace.id]);
});

test('an event’s bookings are for its staff, and bad questions are refused', async () => {
  const event = await sale();
  const other = await sale();
  const { accessToken } = await book(event);
  expect({
    visitor: await refusalOf(list(null, event)),
    buyer: await refusalOf(list({ token: accessToken }, event)),
    attendee: await refusalOf(list(await account('attendee'), event)),
    doorCrew: await refusalOf(list(await account('door_crew'), event)),
    staffOfAnotherEvent: await refusalOf(list(await account('admin', [other.eventId]), event)),
  }).toEqual({
    visitor: '401 not_signed_in',
    buyer: '403 forbidden',
    attendee: '403 forbidden',
    doorCrew: '403 forbidden',
    staffOfAnotherEvent: '403 forbidden',
  });
  const admin = await account('admin');
  for (const query of [
    '?limit=0',
    '?limit=101',
    '?limit=1.5',
    '?cursor=forged',
    '?status=paid',
    `?q=${'x'.repeat(101)}`,
  ])
    expect({ query, refused: await refusalOf(list(admin, event, query)) }).toEqual({
      query,
      refused: '400 invalid_request',
    });
});

const ownList = (person: Person, userId: string) => call<Page>('GET', `/bookings/user/${userId}`, { person });
const addressOf = async ({ userId }: SignedInPerson) =>
  (await db.query('select email from users where id = $1', [userId])).rows[0].email as string;

test('an account sees what it booked and what its verified address booked as a guest, and nothing else', async () => {
  const event = await sale();
  const ada = await account('attendee');
  const grace = await account('attendee');
  const asUser = await book(event, { person: ada });
  const asGuest = await book(event, { email: (await addressOf(ada)).toUpperCase() });
  await book(event, { person: grace });
  const { status, body } = await ownList(ada, ada.userId);
  expect({ status, ids: body.items.map(({ id }) => id) }).toEqual({
    status: 200,
    ids: [asGuest.booking.id, asUser.booking.id],
  });
  const link = { token: body.items[0]!.accessToken! };
  expect((await call<BookingView>('GET', `/bookings/${asGuest.booking.id}`, { person: link })).status).toBe(200);
  await db.query('update users set email_verified = false where id = $1', [ada.userId]);
  const unverified = await ownList(ada, ada.userId);
  expect(unverified.body.items.map(({ id }) => id)).toEqual([asUser.booking.id]);
});

test('another account’s bookings are not found by its id, not even by a super admin’s own list', async () => {
  const event = await sale();
  const ada = await account('attendee');
  const { accessToken } = await book(event, { person: ada });
  expect({
    visitor: await refusalOf(ownList(null, ada.userId)),
    link: await refusalOf(ownList({ token: accessToken }, ada.userId)),
    stranger: await refusalOf(ownList(await account('attendee'), ada.userId)),
    superAdmin: await refusalOf(ownList(await account('super_admin'), ada.userId)),
    unknown: await refusalOf(ownList(ada, crypto.randomUUID())),
    noId: await refusalOf(ownList(ada, 'me')),
  }).toEqual({
    visitor: '401 not_signed_in',
    link: '403 forbidden',
    stranger: '404 not_found',
    superAdmin: '404 not_found',
    unknown: '404 not_found',
    noId: '404 not_found',
  });
});

test('one client can’t hold all tickets under made-up addresses; others keep booking', async () => {
  const event = await sale({ places: 300 });
  const items = [{ ticketTypeId: event.typeIds[0], quantity: 1 }];
  const request = () => ({
    eventId: event.eventId,
    items,
    buyer: { name: 'Mallory', email: `${crypto.randomUUID()}@example.com` },
  });
  const from = (client?: string, person: Person = null) =>
    call('POST', '/bookings/create', { person, json: request(), client });
  const answers = [];
  // Sixty are what two minutes allow, should one end meanwhile.
  for (let at = 0; at < 80; at++) answers.push(await from(`2001:db8:1:2::${at.toString(16)}`));
  const stopped = answers.filter(({ status }) => status !== 201);
  expect(answers.length - stopped.length).toBeLessThanOrEqual(60);
  expect(stopped.length).toBeGreaterThanOrEqual(20);
  for (const { status, code, wait } of stopped) {
    expect([status, code]).toEqual([429, 'rate_limited']);
    expect(Number(wait)).toBeGreaterThan(0);
    expect(Number(wait)).toBeLessThanOrEqual(60);
  }
  const others = [
    await from('2001:db8:1:3::1'),
    await from(),
    await from('2001:db8:1:2::1', await account('attendee')),
  ];
  expect(others.map(({ status }) => status)).toEqual([201, 201, 201]);
});

test('unknown events get no room, for any caller', async () => {
  const event = await sale();
  // Every room keeps its storage in a file of its own.
  const rooms = () =>
    readdirSync(stack.roomsDir, { recursive: true }).filter((name) => String(name).endsWith('.sqlite'));
  await book(event);
  const before = rooms().length;
  expect(before).toBeGreaterThan(0);
  for (let n = 0; n < 5; n++) {
    const eventId = crypto.randomUUID();
    const request = {
      eventId,
      items: [{ ticketTypeId: eventId, quantity: 1 }],
      buyer: { name: 'A', email: 'a@example.com' },
    };
    expect((await call('POST', '/bookings/create', { json: request })).code).toBe('not_found');
    expect((await call('GET', `/events/${eventId}/availability`)).code).toBe('not_found');
  }
  expect((await call('GET', `/events/${event.eventId.toUpperCase()}/availability`)).status).toBe(200);
  expect(rooms()).toHaveLength(before);
  await book(await sale());
  expect(rooms().length).toBeGreaterThan(before);
});

test('cancelling an event ends its holds, and no payment can be started', async () => {
  const event = await sale();
  const { booking, accessToken } = await book(event);
  const owner = await account('super_admin');
  expect((await call('POST', `/events/${event.eventId}/cancel`, { person: owner, json: {} })).status).toBe(200);
  const pay = await call('POST', '/payments/create', {
    person: { token: accessToken },
    json: { bookingId: booking.id },
  });
  expect(['event_not_published', 'invalid_transition']).toContain(pay.code);
  await expect.poll(() => rowOf(booking.id)).toBe('cancelled');
  expect(await stock(event)).toEqual({ held: 0, sold: 0 });
});

/** Postgres drops the connection that writes a booking of this event: as its row is written, or when it is committed. */
async function dropConnectionAt(when: 'write' | 'commit', { eventId }: EventForSale): Promise<() => Promise<unknown>> {
  const name = `drop_${when}_${eventId.replaceAll('-', '')}`;
  const timing = when === 'commit' ? 'deferrable initially deferred' : '';
  await db.query(`create function ${name}() returns trigger language plpgsql as
    $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`);
  await db.query(`create constraint trigger ${name} after insert on bookings ${timing}
    for each row when (new.event_id = '${eventId}') execute function ${name}()`);
  return () => db.query(`drop trigger ${name} on bookings`);
}

test.for([
  ['written', 'write', 'unavailable'],
  ['committed', 'commit', 'outcome_unknown'],
] as const)(
  'a booking whose connection breaks as it is %s is refused as told, and its key then books once',
  async (when) => {
    const [, point, code] = when;
    const event = await sale();
    const restore = await dropConnectionAt(point, event);
    const order = {
      eventId: event.eventId,
      items: [{ ticketTypeId: event.typeIds[1], quantity: 1 }],
      buyer: { name: 'Ada', email: `${crypto.randomUUID()}@example.com` },
    };
    const headers = {
      'content-type': 'application/json',
      origin: stack.url,
      'idempotency-key': crypto.randomUUID(),
    };
    const place = async () => {
      const request = { method: 'POST', headers, body: JSON.stringify(order) };
      const response = await fetch(`${stack.url}/api/v1/bookings/create`, request);
      const { error } = (await response.json()) as Partial<Failure>;
      const retryAfter = response.headers.get('retry-after');
      return { status: response.status, code: error?.code, details: error?.details, retryAfter };
    };
    expect(await place()).toEqual({ status: 503, code, details: undefined, retryAfter: '1' });
    expect(await stock(event)).toEqual({ held: 0, sold: 0 });
    await restore();
    const booked = { status: 201, code: undefined, details: undefined, retryAfter: null };
    expect([await place(), await place()]).toEqual([booked, booked]);
    expect(await stock(event)).toEqual({ held: 0, sold: 1 });
  },
);

test('codes can’t be guessed by booking: unknown ones count, by network and by account, and right ones don’t', async () => {
  const event = await sale({ coupons: [{ code: 'FRIENDS', kind: 'fixed', value: 100 }] });
  const guesser = await account('attendee');
  const other = await account('attendee');
  const tryCode = (person: Person, couponCode: string, client: string) =>
    refusalOf(
      call('POST', '/bookings/create', {
        person,
        client,
        json: {
          eventId: event.eventId,
          items: [{ ticketTypeId: event.typeIds[0], quantity: 1 }],
          buyer: { name: 'Ada', email: `${crypto.randomUUID()}@example.com` },
          couponCode,
        },
      }),
    );
  for (let at = 0; at < 30; at++) {
    expect(await tryCode(guesser, `GUESS${at}`, `2001:db8:9:${at}::1`)).toBe('422 coupon_unknown');
    if (at < 5) expect(await tryCode(other, 'FRIENDS', '2001:db8:8::1')).toBe('201 undefined');
  }
  // The account is known whatever network it comes from, and so is a network without its account.
  expect(await tryCode(guesser, 'GUESS', '2001:db8:9:99::1')).toBe('429 rate_limited');
  expect(await tryCode(guesser, 'FRIENDS', '2001:db8:9:99::1')).toBe('429 rate_limited');
  const validate = (code: string) =>
    refusalOf(call('POST', '/coupons/validate', { person: guesser, json: { eventId: event.eventId, code } }));
  expect(await validate('GUESS')).toBe('429 rate_limited');
  expect(await tryCode(other, 'FRIENDS', '2001:db8:8::1')).toBe('201 undefined');
});

test('codes can’t be guessed by booking a hidden ticket type either: that the type is unknown counts as a miss', async () => {
  const event = await sale();
  await db.query('update ticket_types set hidden = true where id = $1', [event.typeIds[0]]);
  const guesser = await account('attendee');
  const items = [{ ticketTypeId: event.typeIds[0], quantity: 1 }];
  const buyer = { name: 'Mallory', email: 'mallory@example.com' };
  const tryCode = (couponCode: string) =>
    refusalOf(
      call('POST', '/bookings/create', { person: guesser, json: { eventId: event.eventId, items, buyer, couponCode } }),
    );
  const tried: string[] = [];
  // Sixty are what two minutes allow, should one end meanwhile.
  for (let at = 0; at < 62; at++) tried.push(await tryCode(`GUESS${at}`));
  expect([tried[0], tried.includes('429 rate_limited')]).toEqual(['422 unknown_ticket_type', true]);
});
