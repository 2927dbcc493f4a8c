import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startStack, type Stack } from '../../../dev/stack.ts';
import { openApiClient, type ApiClient } from '../../testing/api-client.ts';
import { createEventOnSale, type EventForSale } from '../../testing/event-on-sale.ts';
import { signIn } from '../../testing/signed-in.ts';

let stack: Stack;
let db: pg.Client;
let call: ApiClient;
let event: EventForSale;

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir, stripe: true });
  db = new pg.Client(stack.databaseUrl);
  await db.connect();
  call = openApiClient(stack.url);
  const types = [{ priceMinor: 2300, name: 'Stehplatz – Ω' }];
  event = await createEventOnSale(stack.databaseUrl, { secret: stack.bindings.EVERATO_SECRET, types });
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

async function paid() {
  const items = [{ ticketTypeId: event.typeIds[0], quantity: 1 }];
  const buyer = { name: 'Ada Lovelace', email: `ada-${crypto.randomUUID()}@example.com` };
  const created = await call('POST', '/bookings/create', { body: { eventId: event.eventId, items, buyer } });
  const { booking, accessToken: bearer } = created.json;
  const started = await call('POST', '/payments/create', { body: { bookingId: booking.id }, bearer });
  const paymentId: string = started.json.payment.id;
  const { rows } = await db.query('select stripe_session_id as id from payments where id = $1', [paymentId]);
  stack.stripe!.pay(rows[0].id);
  const status = async () => (await call('GET', `/bookings/${booking.id}`, { bearer })).json.status;
  await expect.poll(status, { timeout: 15_000 }).toBe('confirmed');
  return { bookingId: booking.id as string, paymentId, bearer: bearer as string };
}
const staff = (role: 'editor' | 'door_crew') =>
  signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, role);
const download = (url: string, headers: Record<string, string> = {}) => fetch(`${stack.url}${url}`, { headers });

test('a buyer who paid has a receipt as PDF, and a credit note after a refund; no one else can see them', async () => {
  const { bookingId, paymentId, bearer } = await paid();
  const { cookie } = await staff('editor');
  await call('POST', `/payments/${paymentId}/refunds`, { body: { amountMinor: 300, reason: 'Rain' }, cookie });
  const list = async () => (await call('GET', `/bookings/${bookingId}/receipts`, { bearer })).json.items;
  await expect.poll(async () => (await list()).length, { timeout: 15_000 }).toBe(2);
  const [receipt, note] = await list();
  expect([receipt, note]).toMatchObject([
    { kind: 'receipt', total: { amount: 2300, currency: 'EUR' }, url: `/api/v1/receipts/${receipt.id}.pdf` },
    { kind: 'credit_note', total: { amount: 300, currency: 'EUR' } },
  ]);
  expect(receipt.number).toMatch(new RegExp(`^\\d{4}-${event.eventId.slice(-6).toUpperCase()}-\\d{6}$`));
  for (const headers of [{ authorization: `Bearer ${bearer}` }, { cookie }] as Record<string, string>[]) {
    const pdf = await download(note.url, headers);
    expect(Object.fromEntries(pdf.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-disposition': `inline; filename="${note.number}.pdf"`,
    });
    expect(Buffer.from(await pdf.arrayBuffer()).toString('latin1')).toMatch(/^%PDF-1\.7[^]*%%EOF\n$/);
  }
  const other = await paid();
  const strangers = [
    await download(receipt.url),
    await download(receipt.url, { authorization: `Bearer ${other.bearer}` }),
    await download(receipt.url, { cookie: (await staff('door_crew')).cookie }),
    await download('/api/v1/receipts/nothing.pdf'),
  ];
  expect(strangers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  // A secret opens pictures by their address, and never a receipt.
  expect((await download(`${receipt.url}?t=${bearer}`)).status).toBe(400);
  expect((await call('GET', `/bookings/${bookingId}/receipts`, { bearer: other.bearer })).status).toBe(404);
});

test('a company can be added later, by the buyer or staff, and is on the receipt from then on', async () => {
  const { bookingId, bearer } = await paid();
  const billing = { company: 'Čapek & Ko.', vatId: 'DE123456789', address: 'Straße 1\n10115 Berlin' };
  const [receipt] = (await call('GET', `/bookings/${bookingId}/receipts`, { bearer })).json.items;
  const length = async () =>
    (await (await download(receipt.url, { authorization: `Bearer ${bearer}` })).arrayBuffer()).byteLength;
  const before = await length();
  const set = await call('PUT', `/bookings/${bookingId}/billing`, { body: billing, bearer });
  expect([set.status, set.json.billing]).toEqual([200, billing]);
  expect(await length()).toBeGreaterThan(before + 200);
  const { cookie } = await staff('editor');
  const byStaff = await call('PUT', `/bookings/${bookingId}/billing`, { body: { company: 'Other' }, cookie });
  expect(byStaff.json.billing).toEqual({ company: 'Other', vatId: '', address: '' });
  const other = await paid();
  expect((await call('PUT', `/bookings/${bookingId}/billing`, { body: billing, bearer: other.bearer })).status).toBe(
    404,
  );
});

test('a refund over the API happens once per key, is no more than is left, and answers the amount available and the fee', async () => {
  const { paymentId } = await paid();
  const { cookie } = await staff('editor');
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const path = `/payments/${paymentId}/refunds`;
  const tooMuch = await call('POST', path, { body: { amountMinor: 2500, reason: 'Rain' }, cookie });
  expect([tooMuch.status, tooMuch.json.error.code, tooMuch.json.error.details.availableMinor]).toEqual([
    422,
    'refund_too_large',
    2300,
  ]);
  const ask = () => call('POST', path, { body: { amountMinor: 1000, reason: 'Rain' }, cookie, headers });
  const first = await ask();
  const again = await ask();
  expect([first.status, first.json.refund.amount]).toEqual([201, { amount: 1000, currency: 'EUR' }]);
  expect(again.text).toBe(first.text);
  const list = async () => (await call('GET', path, { cookie })).json;
  await expect.poll(async () => (await list()).items[0].status, { timeout: 15_000 }).toBe('succeeded');
  expect(await list()).toMatchObject({
    items: [{ id: first.json.refund.id, reason: 'Rain', requestedBy: 'Sam editor', byHand: false }],
    available: { amount: 1300, currency: 'EUR' },
    fee: { amount: 60, currency: 'EUR' },
  });
  const settled = await call('POST', `/refunds/${first.json.refund.id}/settle`, { cookie });
  expect([settled.status, settled.json.error.code]).toEqual([409, 'invalid_transition']);
});

test('an event that is created twice with one key exists once', async () => {
  const { cookie } = await signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, 'admin');
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const endsAt = new Date(Date.now() + 90_000_000).toISOString();
  const body = { title: 'Twice', startsAt, endsAt, timeZone: 'UTC', currency: 'EUR' };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const create = () => call('POST', '/events', { body, cookie, headers });
  const [one, two] = await Promise.all([create(), create()]);
  expect([one.status, two.status, two.json.id]).toEqual([201, 201, one.json.id]);
  const { rows } = await db.query(`select count(*)::int as n from events where title = 'Twice'`);
  expect(rows).toEqual([{ n: 1 }]);
});
