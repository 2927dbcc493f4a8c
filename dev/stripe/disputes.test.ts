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
const told = (disputeId: string) =>
  standIn
    .events()
    .filter(({ data }) => (data.object as { id: string }).id === disputeId)
    .map(({ type }) => type);

test('a dispute is opened, prevents refunds meanwhile, and is decided once', async () => {
  const intent = await paid();
  const dispute = standIn.dispute(intent);
  expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({
    amount: 5000,
    currency: 'eur',
    payment_intent: intent,
    status: 'needs_response',
    metadata: {},
    evidence_details: { due_by: dispute.created + 9 * 86_400 },
  });
  expect((await refusal(stripe.refunds.create({ payment_intent: intent }))).code).toBe('charge_disputed');
  expect(standIn.closeDispute(dispute.id, 'lost').status).toBe('lost');
  expect(standIn.closeDispute(dispute.id, 'won').status).toBe('lost');
  expect(told(dispute.id)).toEqual([
    'charge.dispute.created',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.updated',
    'charge.dispute.closed',
  ]);
});

test('Stripe’s test card for disputes is disputed as soon as it has paid', async () => {
  const intent = await paid('4000000000000259');
  const { latest_charge: charge } = await stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] });
  expect(charge).toMatchObject({ paid: true, disputed: true });
});

test('the fee that Stripe keeps is in the balance transaction', async () => {
  const intent = await paid();
  const expand = ['latest_charge.balance_transaction'];
  const { latest_charge: charge } = await stripe.paymentIntents.retrieve(intent, { expand });
  const transaction = (charge as Stripe.Charge).balance_transaction as Stripe.BalanceTransaction;
  expect(transaction).toMatchObject({ amount: 5000, fee: 100, net: 4900, currency: 'eur', type: 'charge' });
  expect((await stripe.balanceTransactions.retrieve(transaction.id)).fee).toBe(100);
});

test('the dashboard’s page does what people ask, and says what it can’t do', async () => {
  const intent = await paid();
  const send = (action: string, form: Record<string, string>) =>
    fetch(`${standIn.url}/dashboard/${action}`, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
  const page = await (await fetch(standIn.url)).text();
  expect(page).toContain(`data-payment-intent="${intent}"`);
  expect((await send('refund', { payment_intent: intent, amount: '1200' })).status).toBe(303);
  expect((await stripe.refunds.list({ payment_intent: intent })).data.map(({ amount }) => amount)).toEqual([1200]);
  const tooMuch = await send('refund', { payment_intent: intent, amount: '3801' });
  expect([tooMuch.status, (await tooMuch.text()).includes('greater than unrefunded amount')]).toEqual([400, true]);
  const { latest_charge: charge } = await stripe.paymentIntents.retrieve(intent);
  expect((await send('dispute', { charge: charge as string })).status).toBe(303);
  const shown = await (await fetch(standIn.url)).text();
  const dispute = /name="dispute" value="(du_\w+)"/.exec(shown)?.[1] ?? '';
  expect((await send('won', { dispute })).status).toBe(303);
  expect((await stripe.disputes.retrieve(dispute)).status).toBe('won');
});
