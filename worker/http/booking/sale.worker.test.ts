import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startStack, type Stack } from '../../../dev/stack.ts';
import { openApiClient, type ApiCall, type ApiClient } from '../../testing/api-client.ts';
import { createEventOnSale, type EventForSale, type SaleOptions } from '../../testing/event-on-sale.ts';
import { signIn } from '../../testing/signed-in.ts';

const PAYABLE = { STRIPE_SECRET_KEY: 'sk_test_sale', STRIPE_WEBHOOK_SECRET: 'whsec_sale' };
let stack: Stack;
let db: pg.Client;
let call: ApiClient;
let staff: { cookie: string };

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir, bindings: PAYABLE });
  db = new pg.Client(stack.databaseUrl);
  await db.connect();
  call = openApiClient(stack.url);
  staff = await signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, 'super_admin');
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

const sale = (options: SaleOptions = {}) =>
  createEventOnSale(stack.databaseUrl, { secret: stack.bindings.EVERATO_SECRET, ...options });
async function ask(method: string, path: string, given: ApiCall = {}) {
  const { status, json } = await call(method, path, given);
  return { status, json, code: json?.error?.code };
}
const requestFor = ({ eventId, typeIds }: EventForSale, fields: object = {}, quantity = 1) => ({
  eventId,
  items: [{ ticketTypeId: typeIds[0], quantity }],
  buyer: { name: 'Ada Lovelace', email: `${crypto.randomUUID()}@example.com` },
  ...fields,
});
const book = (event: EventForSale, fields: object = {}, quantity = 1) =>
  ask('POST', '/bookings/create', { body: requestFor(event, fields, quantity) });
const stockOf = async ({ quotaId }: EventForSale) =>
  (await db.query('select held, sold from quotas where id = $1', [quotaId])).rows[0];
const coupon = (event: EventForSale, fields: object) =>
  ask('POST', `/events/${event.eventId}/coupons`, { ...staff, body: { code: 'EARLY', kind: 'percent', ...fields } });

test('a coupon is quoted as it is booked, counts its uses, and is unknown once archived', async () => {
  const event = await sale({ types: [{ priceMinor: 2500 }] });
  const made = await coupon(event, { value: 1500, maxUses: 2 });
  expect(made).toMatchObject({ status: 201, json: { code: 'EARLY', used: 0 } });
  expect(await coupon(event, { code: 'early', value: 100 })).toMatchObject({ status: 409, code: 'coupon_code_taken' });
  const { eventId, items } = requestFor(event, {}, 3);
  const quote = await ask('POST', '/coupons/validate', { body: { eventId, items, code: 'eArLy' } });
  expect(quote.json).toMatchObject({ discount: { amount: 1125 }, total: { amount: 6375 } });
  const booked = await book(event, { couponCode: 'early' }, 3);
  expect(booked.json.booking).toMatchObject({
    total: { amount: 6375 },
    discount: { amount: 1125 },
    couponCode: 'EARLY',
  });
  expect((await book(event, { couponCode: 'EARLY' })).status).toBe(201);
  expect(await book(event, { couponCode: 'EARLY' })).toMatchObject({ status: 409, code: 'coupon_used_up' });
  const { booking, accessToken } = booked.json;
  await ask('DELETE', `/bookings/${booking.id}`, { bearer: accessToken });
  expect((await book(event, { couponCode: 'EARLY' })).status).toBe(201);
  const list = await ask('GET', `/events/${eventId}/coupons`, staff);
  expect(list.json.items).toMatchObject([{ used: 2, discountedMinor: 750 }]);
  await ask('DELETE', `/events/${eventId}/coupons/${made.json.id}`, staff);
  expect(await book(event, { couponCode: 'EARLY' })).toMatchObject({ status: 422, code: 'coupon_unknown' });
});

test('a code shows and sells a hidden type to those who have it, and to no one else', async () => {
  const event = await sale({ types: [{ priceMinor: 0, hidden: true, name: 'Crew' }] });
  await coupon(event, { code: 'CREW', kind: 'access' });
  expect(await book(event)).toMatchObject({ status: 422, code: 'unknown_ticket_type' });
  const { eventId } = event;
  const shown = await ask('POST', '/coupons/validate', { body: { eventId, code: 'crew', items: [] } });
  expect(shown.json.revealed).toMatchObject([{ name: 'Crew' }]);
  expect(await book(event, { couponCode: 'crew' })).toMatchObject({
    status: 201,
    json: { booking: { status: 'confirmed' } },
  });
});

test('questions are asked for each ticket and for the booking, and answers come back with it', async () => {
  const event = await sale({ types: [{ name: 'Meal' }, { name: 'Seat' }] });
  const [meal] = event.typeIds;
  const questions = [
    { kind: 'text', label: 'How did you hear of us?', per: 'booking' },
    { kind: 'choice', label: 'Dish', options: ['Fish', 'Rice'], per: 'ticket', required: true, ticketTypeIds: [meal] },
  ];
  const { version } = (await ask('GET', `/events/${event.eventId}/staff`, staff)).json;
  const put = () => ask('PUT', `/events/${event.eventId}/questions`, { ...staff, body: { version, questions } });
  const saved = await put();
  // A stale edit is refused.
  expect(await put()).toMatchObject({ status: 409, code: 'version_conflict' });
  const [heard, dish] = saved.json.questions.map(({ id }: { id: string }) => id);
  const missing = await book(event, {}, 2);
  expect(missing).toMatchObject({ status: 422, code: 'answers_invalid' });
  expect(missing.json.error.details.answers).toEqual([
    { questionId: dish, place: 0, reason: 'missing' },
    { questionId: dish, place: 1, reason: 'missing' },
  ]);
  const answers = [
    { questionId: heard, value: ' A friend ' },
    { questionId: dish, place: 0, value: 'Fish' },
    { questionId: dish, place: 1, value: 'Rice' },
  ];
  const booked = await book(event, { answers }, 2);
  expect(booked.json.booking.answers).toEqual([
    { questionId: heard, place: null, value: 'A friend' },
    { questionId: dish, place: 0, value: 'Fish' },
    { questionId: dish, place: 1, value: 'Rice' },
  ]);
  const { booking, accessToken } = booked.json;
  const seen = await ask('GET', `/bookings/${booking.id}`, { bearer: accessToken });
  expect(seen.json.answers).toEqual(booked.json.booking.answers);
});

test('a freed place is offered to the first in line, who accepts it, and to the next when it is declined', async () => {
  const event = await sale({ places: 1 });
  const first = (await book(event)).json;
  const join = (email: string) =>
    ask('POST', `/events/${event.eventId}/waiting-list`, {
      body: { ticketTypeId: event.typeIds[0], quantity: 1, name: 'Grace', email },
    });
  const person = crypto.randomUUID();
  const grace = (await join(`${person}@gmail.com`)).json;
  expect(grace.entry).toMatchObject({ status: 'waiting', position: 1 });
  expect(await join(`${person}+x@gmail.com`)).toMatchObject({ status: 409, code: 'already_waiting' });
  const next = (await join(`${crypto.randomUUID()}@example.com`)).json;
  expect(next.entry.position).toBe(2);
  await ask('PUT', `/bookings/${first.booking.id}/status`, { ...staff, body: { status: 'cancelled' } });
  // The public finds it gone in the very next moment: should it come back, it is the list's, which they may join.
  expect((await book(event)).code).toBe('sold_out');
  const third = (await join(`${crypto.randomUUID()}@example.com`)).json;
  expect(third.entry.position).toBe(2);
  await ask('DELETE', `/waiting-list/${third.entry.id}`, { bearer: third.accessToken });
  const look = async ({ entry, accessToken }: { entry: { id: string }; accessToken: string }) =>
    (await ask('GET', `/waiting-list/${entry.id}`, { bearer: accessToken })).json;
  const offered = await look(grace);
  expect(offered).toMatchObject({ status: 'offered', position: null, offer: { bookingId: expect.any(String) } });
  expect((await look(next)).position).toBe(1);
  await ask('DELETE', `/waiting-list/${grace.entry.id}`, { bearer: grace.accessToken });
  expect((await look(grace)).status).toBe('declined');
  const { offer } = await look(next);
  const taken = await ask('POST', `/bookings/${offer.bookingId}/complete`, { bearer: offer.accessToken, body: {} });
  expect(taken.json).toMatchObject({ status: 'confirmed', tickets: [{ status: 'valid' }] });
  expect((await look(next)).status).toBe('accepted');
  expect(await stockOf(event)).toEqual({ held: 0, sold: 1 });
  expect(await ask('GET', `/waiting-list/${next.entry.id}`, {})).toMatchObject({ status: 404 });
});

test('an offer can be paid at the door where the event allows it, and makes its tickets once', async () => {
  const event = await sale({ places: 2, types: [{ priceMinor: 2500 }] });
  const first = (await book(event, {}, 2)).json;
  await ask('PUT', `/bookings/${first.booking.id}/status`, { ...staff, body: { status: 'confirmed', paidBy: 'cash' } });
  const request = { ticketTypeId: event.typeIds[0], quantity: 2, name: 'Grace' };
  const body = { ...request, email: `${crypto.randomUUID()}@example.com` };
  const { entry, accessToken } = (await ask('POST', `/events/${event.eventId}/waiting-list`, { body })).json;
  await ask('PUT', `/bookings/${first.booking.id}/status`, { ...staff, body: { status: 'cancelled' } });
  const look = async () => (await ask('GET', `/waiting-list/${entry.id}`, { bearer: accessToken })).json;
  const { bookingId, accessToken: bearer } = (await look()).offer;
  const take = () => ask('POST', `/bookings/${bookingId}/complete`, { bearer, body: { method: 'at_door' } });
  expect(await take()).toMatchObject({ status: 422, code: 'method_not_available' });
  await db.query('update events set at_door_payment = true where id = $1', [event.eventId]);
  const [taken, again] = await Promise.all([take(), take()]);
  expect(taken.json).toMatchObject({ status: 'pending_payment', method: 'at_door' });
  expect(again.json.tickets.map(({ id }: { id: string }) => id)).toEqual(
    taken.json.tickets.map(({ id }: { id: string }) => id),
  );
  expect(taken.json.tickets).toHaveLength(2);
  expect((await look()).status).toBe('accepted');
  expect(await stockOf(event)).toEqual({ held: 0, sold: 2 });
  const shown = { eventId: event.eventId, code: taken.json.tickets[0].code };
  expect((await ask('POST', '/checkin/validate', { ...staff, body: shown })).json.result).toBe('unpaid');
});

test('a booking to be paid at the door stays payable until the event ends, also when it is postponed', async () => {
  const event = await sale({ types: [{ priceMinor: 2500 }] });
  await db.query('update events set at_door_payment = true where id = $1', [event.eventId]);
  const { booking, accessToken: bearer } = (await book(event, { method: 'at_door' })).json;
  const { version, startsAt, endsAt } = (await ask('GET', `/events/${event.eventId}/staff`, staff)).json;
  expect(booking.holdExpiresAt).toBe(endsAt);
  const later = (time: string) => new Date(Date.parse(time) + 40 * 86_400_000).toISOString();
  const times = { startsAt: later(startsAt), endsAt: later(endsAt) };
  const moved = await ask('PATCH', `/events/${event.eventId}`, { ...staff, body: { version, ...times } });
  expect(moved.status).toBe(200);
  const until = async () => (await ask('GET', `/bookings/${booking.id}`, { bearer })).json.holdExpiresAt;
  expect(await until()).toBe(times.endsAt);
  const body = { version: moved.json.version, atDoorUntil: times.startsAt };
  await ask('PATCH', `/events/${event.eventId}`, { ...staff, body });
  expect(await until()).toBe(times.startsAt);
});

test('an offer that has just been accepted can’t be declined: its booking stays', async () => {
  const event = await sale({ places: 1 });
  const first = (await book(event)).json;
  const body = {
    ticketTypeId: event.typeIds[0],
    quantity: 1,
    name: 'Grace',
    email: `${crypto.randomUUID()}@example.com`,
  };
  const { entry, accessToken: bearer } = (await ask('POST', `/events/${event.eventId}/waiting-list`, { body })).json;
  await ask('PUT', `/bookings/${first.booking.id}/status`, { ...staff, body: { status: 'cancelled' } });
  const { offer } = (await ask('GET', `/waiting-list/${entry.id}`, { bearer })).json;
  // Both in parallel, many times over, end either way; here the worst order is forced.
  const taken = ask('POST', `/bookings/${offer.bookingId}/complete`, { bearer: offer.accessToken, body: {} });
  const declined = await Promise.all([
    taken,
    ...[1, 2, 3].map(() => ask('DELETE', `/waiting-list/${entry.id}`, { bearer })),
  ]);
  const { status } = (await ask('GET', `/bookings/${offer.bookingId}`, { bearer: offer.accessToken })).json;
  expect([(await taken).status === 200, status]).toBeOneOf([
    [true, 'confirmed'],
    [false, 'cancelled'],
  ]);
  if (status === 'confirmed')
    expect(declined.slice(1).every((answer) => answer.status === 409 || answer.status === 404)).toBe(true);
});

test('strangers who try to transfer a ticket that isn’t theirs use up no limit', async () => {
  const event = await sale({});
  const { booking, accessToken: bearer } = (await book(event)).json;
  const to = { name: 'Friend', email: `${crypto.randomUUID()}@example.com` };
  for (let attempt = 0; attempt < 7; attempt++)
    expect((await ask('POST', `/tickets/${crypto.randomUUID()}/transfer`, { body: to })).status).toBe(404);
  const [ticket] = booking.tickets;
  expect((await ask('POST', `/tickets/${ticket.id}/transfer`, { bearer, body: to })).status).toBe(200);
});

test('a transferred ticket has a new code; the old one, and the buyer’s access, are invalid', async () => {
  const event = await sale();
  const { booking, accessToken } = (await book(event)).json;
  const [ticket] = booking.tickets;
  const validate = (code: string) =>
    ask('POST', '/checkin/validate', { ...staff, body: { eventId: event.eventId, code } });
  expect((await validate(ticket.code)).json.result).toBe('admitted');
  const to = { name: 'Grace Hopper', email: 'grace@example.com' };
  const transferred = await ask('POST', `/tickets/${ticket.id}/transfer`, { bearer: accessToken, body: to });
  expect(transferred.json).toEqual({ ticketId: ticket.id, revision: 2 });
  await expect.poll(async () => (await validate(ticket.code)).json.result).toBe('revoked');
  const seen = await ask('GET', `/bookings/${booking.id}`, { bearer: accessToken });
  expect(seen.json.tickets).toMatchObject([{ code: null, isTransferred: true, attendeeName: 'Grace Hopper' }]);
  expect((await ask('GET', `/tickets/${ticket.id}`, { bearer: ticket.accessToken })).status).toBe(404);
  expect(
    (await ask('PATCH', `/tickets/${ticket.id}`, { bearer: accessToken, body: { attendeeName: 'Me' } })).status,
  ).toBe(404);
  const mails = await db.query(
    `select kind, recipient from outbox where booking_id = $1 and kind like 'ticket_%' order by kind`,
    [booking.id],
  );
  expect(mails.rows).toEqual([
    { kind: 'ticket_received', recipient: 'grace@example.com' },
    { kind: 'ticket_transferred', recipient: booking.buyer.email },
  ]);
});

test('staff sell for cash beyond sale dates and limits but not beyond the stock, and cancel single tickets', async () => {
  const event = await sale({ places: 3, perPersonLimit: 1, types: [{ priceMinor: 1000 }] });
  const sell = (quantity: number) => {
    const { eventId, ...request } = requestFor(event, {}, quantity);
    return ask('POST', `/events/${eventId}/bookings`, { ...staff, body: { ...request, method: 'cash' } });
  };
  const sold = await sell(3);
  expect(sold.json.booking).toMatchObject({ status: 'confirmed', method: 'cash', total: { amount: 3000 } });
  expect(await sell(1)).toMatchObject({ status: 409, code: 'sold_out' });
  const { id, tickets } = sold.json.booking;
  const body = { ticketIds: [tickets[0].id], refund: true };
  const cancelled = await ask('POST', `/bookings/${id}/cancel-tickets`, { ...staff, body });
  expect(cancelled.json).toMatchObject({ status: 'confirmed', refunded: { amount: 1000 } });
  expect(await stockOf(event)).toEqual({ held: 0, sold: 2 });
  const receipts = await db.query(
    'select kind, total_minor::int as total, number from receipts where booking_id = $1 order by number',
    [id],
  );
  expect(receipts.rows).toEqual([
    { kind: 'receipt', total: 3000, number: 1 },
    { kind: 'credit_note', total: 1000, number: 2 },
  ]);
  const history = await ask('GET', `/bookings/${id}/history`, staff);
  expect(history.json.items.map(({ action }: { action: string }) => action)).toContain('ticket.cancel');
});

test('an expired hold is booked again by one call, and once by two with one key', async () => {
  const event = await sale({ types: [{ priceMinor: 2500 }] });
  const { booking, accessToken } = (await book(event, {}, 2)).json;
  await db.query(`update bookings set hold_expires_at = now() - interval '1 second' where id = $1`, [booking.id]);
  await fetch(`${stack.url}/internal/heartbeat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.bindings.HEARTBEAT_TOKEN}` },
  });
  await expect
    .poll(async () => (await ask('GET', `/bookings/${booking.id}`, { bearer: accessToken })).json.status)
    .toBe('expired');
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const again = () => ask('POST', `/bookings/${booking.id}/again`, { bearer: accessToken, headers });
  const [one, two] = await Promise.all([again(), again()]);
  expect(one).toMatchObject({ status: 201, json: { booking: { status: 'pending_payment', total: { amount: 5000 } } } });
  expect(two.json.booking.id).toBe(one.json.booking.id);
  expect(await stockOf(event)).toEqual({ held: 2, sold: 0 });
});
