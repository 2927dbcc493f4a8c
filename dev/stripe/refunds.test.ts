import { afterAll, beforeAll, expect, test } from 'vitest';
import type Stripe from 'stripe';
import type { StripeStandIn } from './stand-in.ts';
import { booking, clientOf, refusal, start } from './testing.ts';

let standIn: StripeStandIn;
let stripe: Stripe;
beforeAll(async () => {
  standIn = await start();
  stripe = clientOf(standIn);
});
afterAll(() => standIn.stop());

async function paid(card?: string): Promise<string> {
  const { id } = await stripe.checkout.sessions.create(booking);
  standIn.pay(id, card);
  return (await stripe.checkout.sessions.retrieve(id)).payment_intent as string;
}

const chargeOf = async (payment_intent: string) =>
  (await stripe.paymentIntents.retrieve(payment_intent, { expand: ['latest_charge'] })).latest_charge as Stripe.Charge;

test('several refunds of one payment add up to the amount paid at most', async () => {
  const payment_intent = await paid();
  const first = await stripe.refunds.create({ payment_intent, amount: 2000, metadata: { refundId: 'r-1' } });
  expect(first).toMatchObject({ status: 'succeeded', amount: 2000, currency: 'eur', metadata: { refundId: 'r-1' } });
  const tooMuch = await refusal(stripe.refunds.create({ payment_intent, amount: 3001 }));
  expect([tooMuch.statusCode, tooMuch.param, tooMuch.message]).toEqual([
    400,
    'amount',
    'Refund amount (€30.01) is greater than unrefunded amount on charge (€30.00)',
  ]);
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 2000, refunded: false });
  const rest = await stripe.refunds.create({ payment_intent });
  expect(rest.amount).toBe(3000);
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 5000, refunded: true });
  expect((await refusal(stripe.refunds.create({ payment_intent }))).code).toBe('charge_already_refunded');
  const list = await stripe.refunds.list({ payment_intent });
  expect(list.data.map((refund) => refund.id)).toEqual([rest.id, first.id]);
  expect((await stripe.refunds.retrieve(first.id)).amount).toBe(2000);
});

test('an unpaid payment can’t be refunded', async () => {
  const { id } = await stripe.checkout.sessions.create(booking);
  standIn.pay(id, 'declined');
  const payment_intent = (await stripe.checkout.sessions.retrieve(id)).payment_intent as string;
  const error = await refusal(stripe.refunds.create({ payment_intent }));
  expect(error.message).toContain('does not have a successful charge to refund');
  expect((await refusal(stripe.refunds.create({}))).code).toBe('parameter_missing');
  expect((await refusal(stripe.refunds.create({ payment_intent: 'pi_none' }))).code).toBe('resource_missing');
});

test('a refund that is requested twice with one key is one refund', async () => {
  const payment_intent = await paid();
  const ask = () => stripe.refunds.create({ payment_intent, amount: 100 }, { idempotencyKey: 'refund-1' });
  const first = await ask();
  const again = await ask();
  expect(again.id).toBe(first.id);
  expect((await chargeOf(payment_intent)).amount_refunded).toBe(100);
});

test('a refund that fails after it succeeded returns the amount to the charge, and says so', async () => {
  const payment_intent = await paid('4000000000005126');
  const refund = await stripe.refunds.create({ payment_intent });
  expect(refund.status).toBe('succeeded');
  standIn.concludeRefund(refund.id, 'failed');
  expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed' });
  expect(await chargeOf(payment_intent)).toMatchObject({ amount_refunded: 0, refunded: false });
  expect(standIn.events().at(-1)!.type).toBe('refund.failed');
});

test("a refund made in Stripe's dashboard sends an event", async () => {
  const payment_intent = await paid();
  const refund = standIn.refund(payment_intent, 700);
  const events = await stripe.events.list({ types: ['charge.refunded', 'refund.created'], limit: 2 });
  expect(events.data.map((event) => event.type).sort()).toEqual(['charge.refunded', 'refund.created']);
  const created = events.data.find((event) => event.type === 'refund.created')!;
  expect(created.data.object).toMatchObject({ id: refund.id, amount: 700, payment_intent });
  expect((await stripe.events.retrieve(created.id)).id).toBe(created.id);
});
