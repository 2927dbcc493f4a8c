import { afterAll, beforeAll, expect, test } from 'vitest';
import type Stripe from 'stripe';
import { testCards } from './cards.ts';
import type { StripeStandIn } from './stand-in.ts';
import { booking, clientOf, start } from './testing.ts';

let standIn: StripeStandIn;
let stripe: Stripe;
beforeAll(async () => {
  standIn = await start();
  stripe = clientOf(standIn);
});
afterAll(() => standIn.stop());

const post = (path: string, form: Record<string, string>) =>
  fetch(`${standIn.url}${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

const typesSince = (count: number) =>
  standIn
    .events()
    .slice(count)
    .map((event) => event.type);

test('the hosted page shows the items and their prices, and nothing of them is read as markup', async () => {
  const session = await stripe.checkout.sessions.create(booking);
  const page = await (await fetch(session.url!)).text();
  expect(page).toContain('Standing &lt;b&gt;&amp; loud');
  expect(page).toContain('€50.00');
  expect(page).toContain('2 × €25.00');
  expect(page).toContain('href="https://shop.example/cancel"');
});

test('a declined card leaves the session open; the next card pays it and returns to the shop', async () => {
  const session = await stripe.checkout.sessions.create(booking);
  const path = `/c/pay/${session.id}`;
  const before = standIn.events().length;

  const declined = await post(path, { card: '4000 0000 0000 0002', email: 'ada@example.org' });
  expect(await declined.text()).toContain('Your card was declined.');
  const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  expect(after).toMatchObject({
    status: 'open',
    payment_intent: {
      status: 'requires_payment_method',
      metadata: { bookingId: 'booking-1' },
      last_payment_error: {
        code: 'card_declined',
        decline_code: 'generic_decline',
        message: 'Your card was declined.',
      },
    },
  });

  const paid = await post(path, { card: testCards.ok, email: 'ada@example.org' });
  expect([paid.status, paid.headers.get('location')]).toEqual([303, `https://shop.example/back?session=${session.id}`]);
  const complete = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] });
  expect(complete).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    url: null,
    customer_details: { email: 'ada@example.org' },
    payment_intent: {
      id: (after.payment_intent as Stripe.PaymentIntent).id,
      status: 'succeeded',
      amount_received: 5000,
      latest_charge: { paid: true, amount: 5000, payment_method_details: { card: { last4: '4242' } } },
    },
  });
  expect(typesSince(before)).toEqual([
    'payment_intent.created',
    'charge.failed',
    'payment_intent.payment_failed',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ]);
  expect(await (await fetch(`${standIn.url}${path}`)).text()).toContain('You have paid already.');
  expect((await post(path, { card: testCards.ok })).status).toBe(303);
  expect(typesSince(before)).toHaveLength(6);
});

test("a card whose bank asks is paid after the customer's yes, and not after a no", async () => {
  const session = await stripe.checkout.sessions.create(booking);
  const path = `/c/pay/${session.id}`;
  const ask = async () => {
    expect((await post(path, { card: testCards.authenticate, email: 'a@b.org' })).headers.get('location')).toBe(path);
    expect(await (await fetch(`${standIn.url}${path}`)).text()).toContain('data-testid="authenticate"');
  };
  await ask();
  expect(await (await post(`${path}/authenticate`, { agreed: 'no' })).text()).toContain('unable to authenticate');
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
  await ask();
  expect((await post(`${path}/authenticate`, { agreed: 'yes' })).status).toBe(303);
  expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid');
});

test('an invalid card number is refused without an attempt', async () => {
  const session = await stripe.checkout.sessions.create(booking);
  const before = standIn.events().length;
  expect(standIn.pay(session.id, '4242424242424241')).toEqual({
    outcome: 'declined',
    message: 'Your card number is invalid.',
  });
  expect(typesSince(before)).toEqual([]);
});

test('an expired session accepts no payment, and its unfinished payment is cancelled', async () => {
  const session = await stripe.checkout.sessions.create(booking);
  standIn.pay(session.id, 'declined');
  const expired = await stripe.checkout.sessions.expire(session.id, { expand: ['payment_intent'] });
  expect((expired.payment_intent as Stripe.PaymentIntent).status).toBe('canceled');
  expect((await fetch(`${standIn.url}/c/pay/${session.id}`)).status).toBe(410);
  expect(standIn.pay(session.id)).toEqual({ outcome: 'closed', status: 'expired' });
});
