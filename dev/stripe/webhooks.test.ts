import { join } from 'node:path';
import { expect, test } from 'vitest';
import Stripe from 'stripe';
import { temporaryFolder } from '../temporary-folder.ts';
import { booking, clientOf, type Received, secretKey, start, startReceiver, webhookSecret } from './testing.ts';

const verify = ({ headers, payload }: Received) =>
  new Stripe(secretKey).webhooks.constructEvent(payload, headers['stripe-signature'] as string, webhookSecret);

const typesOf = (received: Received[]) =>
  received.map((each) => (JSON.parse(each.payload) as { type: string }).type).sort();

test("a payment's events arrive, signed so that Stripe's own client accepts them", async () => {
  const receiver = await startReceiver();
  const standIn = await start({ webhookUrl: receiver.url });
  const session = await clientOf(standIn).checkout.sessions.create(booking);
  standIn.pay(session.id, 'declined');
  standIn.pay(session.id);
  const expected = ['checkout.session.completed', 'payment_intent.payment_failed', 'payment_intent.succeeded'];
  await expect.poll(() => typesOf(receiver.received)).toEqual(expected);
  const completed = receiver.received.map(verify).find((event) => event.type === 'checkout.session.completed')!;
  expect(completed.data.object).toMatchObject({
    id: session.id,
    payment_status: 'paid',
    metadata: { bookingId: 'booking-1' },
  });
  const forged = { ...receiver.received[0]!, payload: receiver.received[0]!.payload.replace('booking-1', 'booking-2') };
  expect(() => verify(forged)).toThrow(Stripe.errors.StripeSignatureVerificationError);
  await standIn.stop();
  await receiver.stop();
});

test('a failed delivery is repeated until it is accepted', async () => {
  const receiver = await startReceiver((count) => (count < 3 ? 500 : 200));
  const standIn = await start({ webhookUrl: receiver.url });
  const { id } = await clientOf(standIn).checkout.sessions.create(booking);
  await clientOf(standIn).checkout.sessions.expire(id);
  const statuses = () => standIn.deliveries()[0]!.attempts.map((attempt) => attempt.status);
  await expect.poll(statuses, { timeout: 10_000 }).toEqual([500, 500, 200]);
  expect(typesOf(receiver.received)).toEqual(Array(3).fill('checkout.session.expired'));
  await standIn.stop();
  await receiver.stop();
});

test('held events wait, and an accepted one can be sent five more times', async () => {
  const receiver = await startReceiver();
  const standIn = await start({ webhookUrl: receiver.url });
  const { id } = await clientOf(standIn).checkout.sessions.create(booking);
  standIn.holdWebhooks(true);
  expect(standIn.pay(id)).toMatchObject({ outcome: 'paid' });
  expect(receiver.received).toEqual([]);
  standIn.holdWebhooks(false);
  await expect.poll(() => receiver.received.length).toBe(2);
  const { eventId } = standIn.deliveries().find((each) => each.type === 'checkout.session.completed')!;
  expect(await standIn.redeliver(eventId, 5)).toEqual([200, 200, 200, 200, 200]);
  expect(receiver.received).toHaveLength(7);
  await standIn.stop();
  await receiver.stop();
});

test('sessions and undelivered events survive a restart', async () => {
  const folder = temporaryFolder('stripe');
  const statePath = join(folder.path, 'stripe.json');
  const first = await start({ statePath });
  const session = await clientOf(first).checkout.sessions.create(booking);
  first.pay(session.id);
  await first.stop();

  const receiver = await startReceiver();
  const second = await start({ statePath, webhookUrl: receiver.url });
  expect((await clientOf(second).checkout.sessions.retrieve(session.id)).payment_status).toBe('paid');
  await second.redeliver(second.events()[0]!.id);
  const pumped = () => typesOf(receiver.received).filter((type) => type === 'checkout.session.completed').length;
  await expect.poll(pumped).toBe(1);
  await second.stop();
  await receiver.stop();
  folder.remove();
});
