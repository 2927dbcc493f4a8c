import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startStack, type Stack } from '../../../dev/stack.ts';
import { openApiClient, type ApiClient } from '../../testing/api-client.ts';
import { signIn, type SignedInPerson } from '../../testing/signed-in.ts';

let stack: Stack;
let db: pg.Client;
let call: ApiClient;
let admin: SignedInPerson;

beforeAll(async () => {
  const bundleDir = process.env.EVERATO_TEST_BUNDLE;
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir, stripe: true });
  db = new pg.Client(stack.databaseUrl);
  await db.connect();
  call = openApiClient(stack.url);
  admin = await signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, 'admin');
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const staff = (method: string, path: string, body?: object) => call(method, path, { cookie: admin.cookie, body });

const draft = (currency: string, fields: object = {}) =>
  staff('POST', '/events', {
    title: `In ${currency}`,
    startsAt: inDays(7),
    endsAt: inDays(8),
    timeZone: 'UTC',
    venueName: 'Hall',
    currency,
    ...fields,
  });
const price = ({ id, version }: { id: string; version: number }, priceMinor: number) =>
  staff('PUT', `/events/${id}/ticket-types`, {
    version,
    quotas: [{ key: 'all', name: 'All', size: 10 }],
    ticketTypes: [{ name: 'One', priceMinor, quotas: ['all'] }],
  });

/** The amounts shown to the buyer, on Stripe's page, and in our books once it is paid. */
async function sell(currency: string, priceMinor: number, olderPriceMinor = priceMinor) {
  const made = (await draft(currency)).json;
  const priced = (await price(made, priceMinor)).json;
  await db.query('update ticket_types set price_minor = $2 where event_id = $1', [made.id, olderPriceMinor]);
  await staff('POST', `/events/${made.id}/publish`);
  const items = [{ ticketTypeId: priced.ticketTypes[0].id, quantity: 2 }];
  const buyer = { name: 'Ada', email: `${crypto.randomUUID()}@example.com` };
  const booked = (await call('POST', '/bookings/create', { body: { eventId: made.id, items, buyer } })).json;
  const bearer = booked.accessToken;
  const started = (await call('POST', '/payments/create', { bearer, body: { bookingId: booked.booking.id } })).json;
  const page = await (await fetch(started.payment.checkoutUrl)).text();
  const shown = /data-testid="total">([^<]*)</.exec(page)![1]!.replaceAll(/[^\d.]/g, '');
  return { quoted: booked.booking.total, shown, bearer, bookingId: booked.booking.id, payment: started.payment };
}

test('Stripe’s page asks for exactly the booked amount, also in currencies with other units', async () => {
  const prices = {
    EUR: 2505,
    HUF: 500_000,
    IDR: 10_000_000,
    JPY: 500,
    ISK: 5000,
    UGX: 50_000,
    MGA: 500_000,
    KWD: 5120,
  };
  const shown: Record<string, string> = {};
  for (const [currency, priceMinor] of Object.entries(prices))
    shown[currency] = (await sell(currency, priceMinor)).shown;
  expect(shown).toEqual({
    EUR: '50.10',
    HUF: '10000.00',
    IDR: '200000.00',
    JPY: '1000',
    ISK: '10000',
    UGX: '100000',
    MGA: '10000',
    KWD: '10.240',
  });
});

test('two items that can’t be charged one by one are charged together', async () => {
  expect((await sell('KWD', 5120, 5125)).shown).toBe('10.250');
});

test('a payment at Stripe is booked in our units', async () => {
  for (const [currency, priceMinor] of [
    ['ISK', 5000],
    ['MGA', 500_000],
  ] as const) {
    const { payment, bearer, bookingId } = await sell(currency, priceMinor);
    const { rows } = await db.query('select stripe_session_id as id from payments where id = $1', [payment.id]);
    await stack.stripe!.pay(rows[0].id);
    await expect
      .poll(async () => (await call('GET', `/bookings/${bookingId}`, { bearer })).json.status)
      .toBe('confirmed');
    const paid = await db.query('select status, amount_minor::int as amount from payments where id = $1', [payment.id]);
    const refunds = await db.query('select 1 from refunds where payment_id = $1', [payment.id]);
    expect([currency, paid.rows[0], refunds.rowCount]).toEqual([
      currency,
      { status: 'succeeded', amount: 2 * priceMinor },
      0,
    ]);
  }
});

test('an invalid or unknown currency code sells nothing', async () => {
  for (const currency of ['ZZZ', 'XAU', 'XTS', 'CLF', 'eur']) {
    const { status, json } = await draft(currency);
    expect([currency, status, json.error?.details.fields[0].path]).toEqual([currency, 400, 'currency']);
  }
});

test('a price that Stripe can’t charge exactly is refused where it is set, its fee counted in', async () => {
  const refused = ({ status, json }: Awaited<ReturnType<typeof price>>) => [status, json.error?.details.fields[0].path];
  const ariary = (await draft('MGA')).json;
  expect(refused(await price(ariary, 500_050))).toEqual([400, 'ticketTypes.0.priceMinor']);
  const dinar = (await draft('KWD', { feeBasisPoints: 250 })).json;
  expect(refused(await price(dinar, 7504))).toEqual([400, 'ticketTypes.0.priceMinor']);
  // The fee itself is rounded to what can be charged.
  expect((await price(dinar, 7500)).status).toBe(200);
  const priced = (await price(ariary, 500_000)).json;
  const fee = await staff('PATCH', `/events/${ariary.id}`, { version: priced.version, feeFixedMinor: 50 });
  expect(refused(fee)).toEqual([400, 'feeFixedMinor']);
});

test('a coupon, a cancellation fee or a refund that Stripe can’t move exactly is refused by its step', async () => {
  const { bearer, payment, bookingId } = await sell('KWD', 5120);
  const { rows } = await db.query('select event_id as id from bookings where id = $1', [bookingId]);
  const { id } = rows[0] as { id: string };
  const faultOf = ({ status, json }: Awaited<ReturnType<typeof staff>>) => [status, json.error?.details?.fields?.[0]];
  const uneven = (path: string) => [400, expect.objectContaining({ path, reason: 'uneven' })];
  const coupon = (kind: string, value: number) =>
    staff('POST', `/events/${id}/coupons`, { code: `C${kind}${value}`, kind, value });
  expect(faultOf(await coupon('set_price', 503))).toEqual(uneven('value'));
  expect(faultOf(await coupon('fixed', 1001))).toEqual(uneven('value'));
  expect((await coupon('set_price', 500)).status).toBe(201);
  const { version } = (await staff('GET', `/events/${id}/staff`)).json;
  const policy = (cancelFeeFixedMinor: number) =>
    staff('PATCH', `/events/${id}`, { version, cancelUntilHours: 1, cancelFeeFixedMinor });
  expect(faultOf(await policy(333))).toEqual(uneven('cancelFeeFixedMinor'));
  expect((await policy(330)).status).toBe(200);
  const session = await db.query('select stripe_session_id as id from payments where id = $1', [payment.id]);
  await stack.stripe!.pay(session.rows[0].id);
  await expect
    .poll(async () => (await call('GET', `/bookings/${bookingId}`, { bearer })).json.status)
    .toBe('confirmed');
  const refund = (amountMinor: number) =>
    staff('POST', `/payments/${payment.id}/refunds`, { amountMinor, reason: 'Rain' });
  expect(faultOf(await refund(505))).toEqual(uneven('amountMinor'));
  expect((await refund(500)).status).toBe(201);
});
