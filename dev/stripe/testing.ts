import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';
import { startStripe, type StripeOptions, type StripeStandIn } from './stand-in.ts';

export const secretKey = 'sk_test_claims';
export const webhookSecret = 'whsec_claims';

/** Stripe's own client, talking to the stand-in. */
export function clientOf(standIn: StripeStandIn, key = secretKey): Stripe {
  const { hostname, port } = new URL(standIn.url);
  return new Stripe(key, { host: hostname, port: Number(port), protocol: 'http', maxNetworkRetries: 0 });
}

export const start = (options: Partial<StripeOptions> = {}) => startStripe({ secretKey, webhookSecret, ...options });

/** A booking of two paid tickets, 50 euros. */
export const booking = {
  mode: 'payment',
  line_items: [
    { quantity: 2, price_data: { currency: 'eur', unit_amount: 2500, product_data: { name: 'Standing <b>& loud' } } },
  ],
  success_url: 'https://shop.example/back?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://shop.example/cancel',
  client_reference_id: 'booking-1',
  customer_email: 'ada@example.org',
  metadata: { bookingId: 'booking-1' },
  payment_intent_data: { metadata: { bookingId: 'booking-1' }, description: 'Night' },
  allowed_payment_method_types: ['card'],
} satisfies Stripe.Checkout.SessionCreateParams;

export interface Received {
  headers: IncomingHttpHeaders;
  payload: string;
}

/** A shop's webhook: keeps its events, and responds as told. */
export async function startReceiver(answer: (count: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, payload: await text(request) });
    response.writeHead(answer(received.length)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  return { url, received, stop: () => new Promise((resolve) => server.close(resolve)) };
}

/** The error that a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  return call.then(
    () => Promise.reject(new Error('The call was not refused.')),
    (error: Stripe.errors.StripeError) => error,
  );
}
