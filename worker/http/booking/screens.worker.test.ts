import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startStack, type Stack } from '../../../dev/stack.ts';
import type { DashboardStats } from '#contract/account/staff.ts';
import type { BookingSummary } from '#contract/booking/booking.ts';
import { openApiClient, type ApiCall, type ApiClient } from '../../testing/api-client.ts';
import { createEventOnSale, type EventForSale, type SaleOptions } from '../../testing/event-on-sale.ts';
import { signIn, type SignedInPerson } from '../../testing/signed-in.ts';

const PAYABLE = { STRIPE_SECRET_KEY: 'sk_test_screens', STRIPE_WEBHOOK_SECRET: 'whsec_screens' };
let stack: Stack;
let db: pg.Client;
let call: ApiClient;
let staff: { cookie: string };
const account = (role: Parameters<typeof signIn>[1]): Promise<SignedInPerson> =>
  signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, role);

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir, bindings: PAYABLE });
  db = new pg.Client(stack.databaseUrl);
  await db.connect();
  call = openApiClient(stack.url);
  staff = { cookie: (await account('super_admin')).cookie };
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
const guest = () => ({ name: 'Ada Lovelace', email: `${crypto.randomUUID()}@example.com` });
const book = async ({ eventId, typeIds }: EventForSale, fields: object = {}) => {
  const body = { eventId, items: [{ ticketTypeId: typeIds[0], quantity: 2 }], buyer: guest(), ...fields };
  const made = await ask('POST', '/bookings/create', { body });
  expect(made).toMatchObject({ status: 201 });
  return made.json;
};
const sellForCash = async ({ eventId, typeIds }: EventForSale) => {
  const body = { items: [{ ticketTypeId: typeIds[0], quantity: 2 }], buyer: guest(), method: 'cash' };
  return (await ask('POST', `/events/${eventId}/bookings`, { ...staff, body })).json.booking;
};
/** The ticket has been checked in. */
const checkIn = (ticketId: string) =>
  db.query(
    `insert into attendance (id, event_id, ticket_id, session_id, entry_device_id, entry_scan_id, entered_at, only_entry)
      select gen_random_uuid(), t.event_id, t.id, s.id, gen_random_uuid(), gen_random_uuid(), now(), false
      from tickets t join event_sessions s on s.event_id = t.event_id where t.id = $1`,
    [ticketId],
  );
const quote = ({ eventId }: EventForSale, body: object, who: ApiCall = staff) =>
  ask('POST', `/events/${eventId}/bookings/quote`, { ...who, body });

test('staff are told the price that their booking then has: fees, coupon, a named price, a type that is hidden', async () => {
  const event = await sale({
    feeFixedMinor: 50,
    types: [{ priceMinor: 2000 }, { priceMinor: 500, payWhatYouWant: true }, { priceMinor: 900, hidden: true }],
    coupons: [{ code: 'EARLY', kind: 'percent', value: 1000 }],
    // Sales are over for the public.
    event: { booking_closes_at: new Date(Date.now() - 1000) },
  });
  const [full, named, hidden] = event.typeIds;
  const request = {
    items: [
      { ticketTypeId: full, quantity: 2 },
      { ticketTypeId: named, quantity: 1, unitPriceMinor: 750 },
      { ticketTypeId: hidden, quantity: 1 },
    ],
    method: 'cash',
    couponCode: 'early',
  };
  const asked = await quote(event, request);
  expect(asked.json).toMatchObject({ code: 'EARLY', fees: { amount: 200 }, total: { amount: 5285 } });
  const made = await ask('POST', `/events/${event.eventId}/bookings`, {
    ...staff,
    body: { ...request, buyer: guest() },
  });
  expect(made.json.booking).toMatchObject({ total: asked.json.total, fees: asked.json.fees });
  expect((await quote(event, { ...request, method: 'complimentary', couponCode: undefined })).json.total.amount).toBe(
    0,
  );
  expect(await quote(event, { ...request, couponCode: 'NONE' })).toMatchObject({ status: 422, code: 'coupon_unknown' });
  const tooLittle = { ...request, items: [{ ticketTypeId: named, quantity: 1, unitPriceMinor: 100 }] };
  const refused = await quote(event, tooLittle);
  expect(refused).toMatchObject({ status: 422, code: 'price_too_low' });
  expect(refused.json.error.details).toMatchObject({ ticketTypeId: named, minimumMinor: 500 });
  expect(await quote(event, request, await account('attendee'))).toMatchObject({ status: 403 });
  expect(await quote(event, request, {})).toMatchObject({ status: 401 });
});

test('the list is filtered by payment method and by refunds, page by page, and says how much', async () => {
  const event = await sale({ event: { at_door_payment: true }, types: [{ priceMinor: 2500 }] });
  const counted = async () => (await ask('GET', '/dashboard/stats', staff)).json.bookings;
  const before = await counted();
  const byCard = [await book(event), await book(event), await book(event)].map(({ booking }) => booking.id);
  const atDoor = (await book(event, { method: 'at_door' })).booking.id;
  expect(await counted()).toEqual({
    confirmed: before.confirmed,
    pending: before.pending + 3,
    dueAtDoor: before.dueAtDoor + 1,
  });
  const cash = () => sellForCash(event);
  const refund = async (bookingId: string, amountMinor?: number) => {
    const { payments } = (await ask('GET', `/bookings/${bookingId}`, staff)).json;
    const body = { reason: 'Rain', ...(amountMinor && { amountMinor }) };
    expect((await ask('POST', `/payments/${payments[0].id}/refunds`, { ...staff, body })).status).toBe(201);
  };
  const kept = await cash();
  const inPart = await cash();
  const inFull = await cash();
  const owed = await cash();
  await refund(inPart.id, 500);
  await refund(inFull.id);
  await db.query(
    `insert into refunds (id, payment_id, status, amount_minor, currency, reason, by_hand)
      select gen_random_uuid(), id, 'pending', 5000, 'EUR', 'booking_cancelled', true from payments where booking_id = $1`,
    [owed.id],
  );
  const list = async (query: string) =>
    (await ask('GET', `/events/${event.eventId}/bookings?${query}`, staff)).json as {
      items: BookingSummary[];
      nextCursor: string | null;
    };
  const ids = async (query: string) => (await list(query)).items.map(({ id }) => id).sort();
  expect(await ids('status=due_at_door')).toEqual([atDoor]);
  expect(await ids('status=due_by_card')).toEqual([...byCard].sort());
  expect(await ids('status=offered')).toEqual([]);
  expect(await ids('status=refund_owed')).toEqual([owed.id]);
  expect(await ids('status=refunded')).toEqual([inPart.id, inFull.id].sort());
  const sums = (await list('status=confirmed')).items.map(({ id, money: { paid, paidBack, owed: due } }) => [
    id,
    [paid.amount, paidBack.amount, due.amount],
  ]);
  expect(Object.fromEntries(sums)).toEqual({
    [kept.id]: [5000, 0, 0],
    [inPart.id]: [5000, 500, 0],
    [inFull.id]: [5000, 5000, 0],
    [owed.id]: [5000, 0, 5000],
  });
  const first = await list('status=due_by_card&limit=2');
  // One that comes meanwhile stands before the page, and moves nothing on the next.
  await book(event);
  const second = await list(`status=due_by_card&limit=2&cursor=${encodeURIComponent(first.nextCursor!)}`);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([...byCard].reverse());
});

test('an offer from the waiting list is distinguished from a card payment, and is listed in the account', async () => {
  const event = await sale({ places: 2, types: [{ priceMinor: 2500 }] });
  const sold = await sellForCash(event);
  const person = await account('attendee');
  const join = (email: string, who: ApiCall) =>
    ask('POST', `/events/${event.eventId}/waiting-list`, {
      ...who,
      body: { ticketTypeId: event.typeIds[0], quantity: 2, name: 'Grace', email },
    });
  await join(`${crypto.randomUUID()}@example.com`, {});
  // As a guest, under the address that the account has confirmed.
  await join(`${person.userId}@example.com`.toUpperCase(), {});
  const own = (who: ApiCall, userId = person.userId) => ask('GET', `/waiting-list/user/${userId}`, who);
  const { cookie } = person;
  const [entry] = (await own({ cookie })).json.items;
  expect(entry).toMatchObject({ status: 'waiting', position: 2, quantity: 2, event: { id: event.eventId } });
  expect((await ask('GET', `/waiting-list/${entry.id}`, { bearer: entry.accessToken })).json.position).toBe(2);
  const stranger = await account('attendee');
  expect((await own({ cookie: stranger.cookie }, stranger.userId)).json.items).toEqual([]);
  expect(await own({ cookie: stranger.cookie })).toMatchObject({ status: 404 });
  expect(await own({})).toMatchObject({ status: 401 });
  await ask('PUT', `/bookings/${sold.id}/status`, { ...staff, body: { status: 'cancelled' } });
  const list = async (status: string) =>
    (await ask('GET', `/events/${event.eventId}/bookings?status=${status}`, staff)).json.items;
  expect(await list('due_by_card')).toEqual([]);
  expect(await list('offered')).toMatchObject([{ waitingEntryId: expect.any(String), status: 'pending_payment' }]);
  await db.query(`update users set email_verified = false where id = $1`, [person.userId]);
  expect((await own({ cookie })).json.items).toEqual([]);
});

test('a booking says why its buyer can’t cancel it, until when they could, and the address for questions', async () => {
  const contact = { organizer_name: 'Hafenkultur', contact_email: 'hello@hafenkultur.example' };
  const event = await sale({ event: contact, types: [{ priceMinor: 0 }] });
  const { booking, accessToken } = await book(event);
  const why = async () => {
    const { json } = await ask('GET', `/bookings/${booking.id}`, { bearer: accessToken });
    return { cancellation: json.cancellation, ...json.notCancellable };
  };
  const organizer = { name: 'Hafenkultur', email: 'hello@hafenkultur.example' };
  expect(await why()).toEqual({ cancellation: null, reason: 'policy', until: null, organizer });
  await db.query(`update events set cancel_until_hours = 24 * 30 where id = $1`, [event.eventId]);
  const until = new Date(Date.parse(booking.event.startsAt) - 30 * 86_400_000).toISOString();
  expect(await why()).toEqual({ cancellation: null, reason: 'too_late', until, organizer });
  await db.query(`update events set cancel_until_hours = 24 where id = $1`, [event.eventId]);
  expect(await why()).toEqual({ cancellation: { refund: { amount: 0, currency: 'EUR' } } });
  const [ticket] = booking.tickets;
  const to = { name: 'Bo', email: 'bo@example.com' };
  await ask('POST', `/tickets/${ticket.id}/transfer`, { bearer: accessToken, body: to });
  expect(await why()).toMatchObject({ cancellation: null, reason: 'transferred' });
  await checkIn(booking.tickets[1].id);
  expect(await why()).toMatchObject({ cancellation: null, reason: 'checked_in' });
});

test('buyers change their answers until a ticket is checked in', async () => {
  const event = await sale({
    types: [{ priceMinor: 0 }],
    questions: [
      { per: 'booking', kind: 'text', required: true },
      { per: 'ticket', kind: 'text', required: false },
    ],
  });
  const [heard, dish] = event.questionIds;
  const answers = [{ questionId: heard, value: 'A friend' }];
  const { booking, accessToken } = await book(event, { answers });
  const change = (given: object[], who: ApiCall = { bearer: accessToken }) =>
    ask('PUT', `/bookings/${booking.id}/answers`, { ...who, body: { answers: given } });
  const changed = await change([
    { questionId: heard, value: 'A poster' },
    { questionId: dish, place: 1, value: 'Rice' },
  ]);
  expect(changed.json.answers).toEqual([
    { questionId: heard, place: null, value: 'A poster' },
    { questionId: dish, place: 1, value: 'Rice' },
  ]);
  expect(await change([])).toMatchObject({ status: 422, code: 'answers_invalid' });
  expect(await change(answers, {})).toMatchObject({ status: 404 });
  await checkIn(booking.tickets[0].id);
  expect(await change(answers)).toMatchObject({ status: 409, code: 'ticket_checked_in' });
});

test('a ticket shows what is due at the door until it is paid, and then the buyer is emailed the receipt’s number', async () => {
  const event = await sale({ event: { at_door_payment: true }, types: [{ priceMinor: 2500 }] });
  const { booking } = await book(event, { method: 'at_door' });
  const [ticket] = booking.tickets;
  const due = async () => (await ask('GET', `/tickets/${ticket.id}`, { bearer: ticket.accessToken })).json.due;
  const amount = { amount: 5000, currency: 'EUR' };
  expect(await due()).toEqual({ amount, until: booking.holdExpiresAt, ticketCount: 2 });
  const body = { status: 'confirmed', paidBy: 'cash' };
  expect((await ask('PUT', `/bookings/${booking.id}/status`, { ...staff, body })).json.status).toBe('confirmed');
  expect(await due()).toBeNull();
  const mails = await db.query(
    `select kind, recipient, payload from outbox where booking_id = $1 order by created_at`,
    [booking.id],
  );
  const receipts = (await ask('GET', `/bookings/${booking.id}/receipts`, staff)).json.items;
  expect(mails.rows).toEqual([
    { kind: 'booking_confirmed', recipient: booking.buyer.email, payload: {} },
    {
      kind: 'payment_received',
      recipient: booking.buyer.email,
      payload: { amount: 5000, currency: 'EUR', receiptNumber: receipts[0].number },
    },
  ]);
});

type Refunded = { amount: { amount: number } };

test('disputed money is neither offered nor promised, and due once the bank has decided', async () => {
  const event = await sale({ types: [{ priceMinor: 2500 }] });
  const held = await sellForCash(event);
  const failed = await sellForCash(event);
  const paymentOf = async (id: string) => (await ask('GET', `/bookings/${id}`, staff)).json.payments[0];
  // As if Stripe had taken them: two refunds of the second did not go through, more than it was in all.
  await db.query(`update payments set method = 'stripe' where booking_id = any($1::uuid[])`, [[held.id, failed.id]]);
  await db.query(
    `insert into refunds (id, payment_id, status, amount_minor, currency, reason, failure_reason)
      select gen_random_uuid(), id, 'failed', amount, 'EUR', 'Rain', 'lost card' from payments, unnest(array[1300, 5000]) amount
      where booking_id = $1`,
    [failed.id],
  );
  const contest = (status: string) =>
    db.query(
      `insert into disputes (id, stripe_dispute_id, payment_id, status, amount_minor, currency, reason)
        select gen_random_uuid(), 'du_screens', id, $2, 5000, 'EUR', 'fraudulent' from payments where booking_id = $1
        on conflict (stripe_dispute_id) do update set status = $2`,
      [held.id, status],
    );
  const figures = async () => {
    const { items } = (await ask('GET', '/events/staff?limit=100', staff)).json;
    const own = items.find(({ id }: { id: string }) => id === event.eventId);
    return [own.revenue.amount, own.contested.amount];
  };
  const troubles = async () => {
    const { troubles: all } = (await ask('GET', '/dashboard/stats', staff)).json;
    const own = all.filter((one: { eventId: string }) => one.eventId === event.eventId);
    return own.map((one: DashboardStats['troubles'][number]) => [one.kind, one.bookingId, one.amount.amount]).sort();
  };
  await contest('open');
  expect(await paymentOf(held.id)).toMatchObject({
    available: { amount: 0 },
    withBank: { amount: 5000 },
    contested: 'open',
  });
  expect(await figures()).toEqual([10_000, 5000]);
  expect(await troubles()).toEqual([
    ['dispute_open', held.id, 5000],
    ['refund_failed', failed.id, 5000],
  ]);
  const ahead = (await ask('GET', `/events/${event.eventId}/cancellation`, staff)).json;
  expect([ahead.refundable.amount, ahead.contested.amount]).toEqual([5000, 5000]);
  const shown = async (query: string) =>
    (await ask('GET', `/events/${event.eventId}/bookings?status=${query}`, staff)).json.items.map(
      ({ id, money }: BookingSummary) => [id, money.contested.amount, money.failed.amount],
    );
  expect(await shown('contested')).toEqual([[held.id, 5000, 0]]);
  expect(await shown('refund_failed')).toEqual([[failed.id, 0, 5000]]);

  const cancelled = { status: 'cancelled', refund: true };
  expect((await ask('PUT', `/bookings/${held.id}/status`, { ...staff, body: cancelled })).json.refunded.amount).toBe(0);
  await contest('won');
  expect(await troubles()).toEqual([
    ['refund_due', held.id, 5000],
    ['refund_failed', failed.id, 5000],
  ]);
  await contest('lost');
  expect(await figures()).toEqual([5000, 0]);
  expect(await troubles()).toEqual([['refund_failed', failed.id, 5000]]);

  const { items } = (await ask('GET', `/payments/${(await paymentOf(failed.id)).id}/refunds`, staff)).json;
  // The smaller first: the larger is then settled as far as money is left.
  const smallFirst = items.toSorted((a: Refunded, b: Refunded) => a.amount.amount - b.amount.amount);
  for (const { id } of smallFirst) expect((await ask('POST', `/refunds/${id}/settle`, staff)).status).toBe(200);
  expect((await ask('GET', `/bookings/${failed.id}`, staff)).json.money).toMatchObject({
    paid: { amount: 5000 },
    paidBack: { amount: 5000 },
    failed: { amount: 0 },
  });
  expect(await troubles()).toEqual([]);
});
