import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { readStripeNews } from './stripe-webhook.ts';

const stripe = new Stripe('sk_test_claims');
const keys = { webhookSecrets: ['whsec_new', 'whsec_old'], liveMode: false };
const id = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`;
const ours = { deployment: id(1), eventId: id(2), bookingId: id(3), paymentId: id(4) };
const session = {
  id: 'cs_1',
  status: 'complete',
  payment_status: 'paid',
  amount_total: 2500,
  currency: 'eur',
  payment_intent: 'pi_1',
};

const event = (fields: object = {}, object: object = { ...session, metadata: ours }) =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'checkout.session.completed',
    livemode: false,
    created: 1_800_000_000,
    data: { object },
    ...fields,
  });
const sign = (payload: string, secret: string, ageSeconds = 0) =>
  stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: Math.floor(Date.now() / 1000) - ageSeconds });
const read = async (body: string, signature: string) => {
  const answer = await readStripeNews(stripe, keys, { body, signature });
  return answer.ok ? answer.news : null;
};
const refusedAs = async (body: string, signature: string) => {
  const answer = await readStripeNews(stripe, keys, { body, signature });
  return answer.ok ? 'read' : answer.code;
};

test('a signed event about our session says how much was paid', async () => {
  const payload = event();
  expect(await read(payload, sign(payload, 'whsec_new'))).toEqual({
    event: { id: 'evt_1', type: 'checkout.session.completed', occurredAt: '2027-01-15T08:00:00.000Z' },
    about: {
      metadata: ours,
      payment: {
        state: 'paid',
        amountMinor: 2500,
        currency: 'EUR',
        stripeSessionId: 'cs_1',
        stripePaymentIntentId: 'pi_1',
      },
    },
  });
});

test('while a secret is rotated the old one is valid too; another secret, an old signature, and another body are not', async () => {
  const payload = event();
  expect((await read(payload, sign(payload, 'whsec_old')))?.event.id).toBe('evt_1');
  expect(await refusedAs(payload, sign(payload, 'whsec_foreign'))).toBe('invalid_signature');
  expect(await refusedAs(payload, sign(payload, 'whsec_new', 301))).toBe('signature_expired');
  expect(await refusedAs(payload.replace('2500', '1'), sign(payload, 'whsec_new'))).toBe('invalid_signature');
});

test('a signature from the future is refused like one from the past', async () => {
  const payload = event();
  expect((await read(payload, sign(payload, 'whsec_new', -60)))?.event.id).toBe('evt_1');
  expect(await refusedAs(payload, sign(payload, 'whsec_new', -400))).toBe('signature_expired');
});

test('a signed body that is no event of Stripe’s is refused without a crash', async () => {
  const malformed = [
    'no JSON',
    '{}',
    'null',
    event({ data: null }),
    event({ data: {} }),
    event({ created: 'yesterday' }),
    event({ created: 1e300 }),
    event({ id: 7 }),
    event({}, { ...session, metadata: 'ours' }),
    event({}, { ...session, metadata: ours, amount_total: 'a lot' }),
    event({}, { ...session, metadata: ours, currency: 5 }),
    event({}, { ...session, metadata: ours, id: null }),
  ];
  for (const payload of malformed)
    expect([payload, await refusedAs(payload, sign(payload, 'whsec_new'))]).toEqual([
      payload,
      'stripe_event_malformed',
    ]);
});

test('a live event on a shop with a test key is refused as that, not as a forgery', async () => {
  const payload = event({ livemode: true });
  expect(await refusedAs(payload, sign(payload, 'whsec_new'))).toBe('stripe_other_mode');
  expect(await refusedAs(payload, sign(payload, 'whsec_foreign'))).toBe('invalid_signature');
});

test('events of others in the same account are about nothing of ours', async () => {
  const foreign = [
    event({}, { ...session, metadata: {} }),
    event({}, { ...session, metadata: { ...ours, bookingId: 'x' } }),
    event({ type: 'customer.created' }),
  ];
  const read1 = await Promise.all(foreign.map((payload) => read(payload, sign(payload, 'whsec_new'))));
  expect(read1.map((news) => news?.about)).toEqual([null, null, null]);
});

const refund = { id: 're_1', amount: 1250, currency: 'eur', status: 'succeeded', payment_intent: 'pi_1', metadata: {} };
const dispute = {
  ...refund,
  id: 'du_1',
  status: 'needs_response',
  reason: 'fraudulent',
  evidence_details: { due_by: 1_800_000_000 },
};

test('a refund of ours says which; one from the dashboard says its payment and its amount', async () => {
  const about = async (object: object) => {
    const payload = event({ type: 'refund.updated' }, object);
    return (await read(payload, sign(payload, 'whsec_new')))?.about;
  };
  const metadata = { ...ours, refundId: id(5) };
  const report = { state: 'succeeded', stripeRefundId: 're_1' };
  expect(await about({ ...refund, metadata })).toEqual({ metadata, refund: report });
  expect(await about(refund)).toEqual({ stripePaymentIntentId: 'pi_1', refund: report, amountMinor: 1250 });
  expect(await about({ ...refund, payment_intent: null })).toBeNull();
});

test('a dispute says its payment, until when evidence counts, and how it ended', async () => {
  const about = async (object: object) => {
    const payload = event({ type: 'charge.dispute.updated' }, object);
    return (await read(payload, sign(payload, 'whsec_new')))?.about;
  };
  const report = {
    stripeDisputeId: 'du_1',
    status: 'open',
    amountMinor: 1250,
    currency: 'EUR',
    reason: 'fraudulent',
    evidenceDueAt: '2027-01-15T08:00:00.000Z',
  };
  expect(await about(dispute)).toEqual({ stripePaymentIntentId: 'pi_1', dispute: report });
  const ends = ['under_review', 'warning_needs_response', 'won', 'warning_closed', 'prevented', 'lost'];
  const read1 = await Promise.all(ends.map((status) => about({ ...dispute, status })));
  expect(read1.map((news) => news && 'dispute' in news && news.dispute.status)).toEqual([
    ...['open', 'open', 'won', 'won', 'won', 'lost'],
  ]);
});

test('malformed refunds and disputes are refused', async () => {
  const broken = [
    { amount: -1 },
    { amount: 'all' },
    { currency: null },
    { status: 1 },
    { evidence_details: { due_by: 1e300 } },
  ];
  for (const type of ['refund.created', 'charge.dispute.created'])
    for (const fields of broken) {
      const payload = event({ type }, { ...dispute, ...fields });
      expect([payload, await refusedAs(payload, sign(payload, 'whsec_new'))]).toEqual([
        payload,
        'stripe_event_malformed',
      ]);
    }
});
