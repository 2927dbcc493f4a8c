import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';
import { testCards } from './cards.ts';
import { expireDueSessions } from './checkout-sessions.ts';
import { closeDispute, openDispute } from './disputes.ts';
import { createStripeServer } from './http.ts';
import type { Outage } from './outage.ts';
import { authenticate, pay, type PayOutcome } from './payment.ts';
import { concludeRefund, createRefund, laterFate } from './refunds.ts';
import { type Delivery, openState, type State } from './state.ts';
import { createWebhooks } from './webhooks.ts';

export interface StripeOptions {
  /** A free one when absent. */
  port?: number;
  /** `sk_test_…` or `sk_live_…`: the mode of everything created with it. */
  secretKey: string;
  webhookSecret: string;
  webhookUrl?: string;
  /** Keeps everything over restarts. */
  statePath?: string;
  now?: () => number;
}

export interface StripeStandIn {
  url: string;
  secretKey: string;
  webhookSecret: string;
  setWebhookUrl(url: string | undefined): void;
  /** An outage of the API, until `resume`. */
  pause(outage?: Outage): void;
  resume(): void;
  /** While held, events are only queued. */
  holdWebhooks(on: boolean): void;
  deliveries(): Delivery[];
  redeliver(eventId: string, times?: number): Promise<(number | 'unreachable')[]>;
  events(): Stripe.Event[];
  sessions(): Stripe.Checkout.Session[];
  refunds(): Stripe.Refund[];
  /** As a customer on the hosted page; with 4242… unless another card is given. */
  pay(sessionId: string, card?: keyof typeof testCards | (string & {})): PayOutcome;
  authenticate(sessionId: string, agreed?: boolean): PayOutcome;
  /** As a user of Stripe's dashboard. */
  refund(paymentIntentId: string, amount?: number): Stripe.Refund;
  /** The bank's later message about a refund. */
  concludeRefund(refundId: string, status: 'succeeded' | 'failed'): Stripe.Refund;
  /** As a cardholder at their bank. */
  dispute(paymentIntentId: string): Stripe.Dispute;
  closeDispute(disputeId: string, status: 'won' | 'lost'): Stripe.Dispute;
  stop(): Promise<void>;
}

/** Stands in for Stripe's API, its hosted payment page and its webhooks, on 127.0.0.1. */
export async function startStripe(options: StripeOptions): Promise<StripeStandIn> {
  const { secretKey, webhookSecret } = options;
  const state = openState({ path: options.statePath, livemode: secretKey.startsWith('sk_live_'), now: options.now });
  const webhooks = createWebhooks(state, { secret: webhookSecret, url: options.webhookUrl });
  let outage: Outage | undefined;
  const server = createStripeServer(state, {
    secretKey,
    outage: () => outage,
    setOutage: (kind) => void (outage = kind),
    done: webhooks.pump,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const tick = setInterval(() => passTime(state, webhooks.pump), 500).unref();
  const then = <T>(result: T): T => (webhooks.pump(), result);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secretKey,
    webhookSecret,
    setWebhookUrl: webhooks.setUrl,
    pause: (kind = 'errors') => void (outage = kind),
    resume: () => void (outage = undefined),
    holdWebhooks: webhooks.hold,
    deliveries: () => structuredClone(Object.values(state.deliveries)),
    redeliver: (eventId, times = 1) => webhooks.redeliver(eventId, times),
    events: () => structuredClone(Object.values(state.events)),
    sessions: () => structuredClone(Object.values(state.sessions).map((saved) => saved.session)),
    refunds: () => structuredClone(Object.values(state.refunds)),
    pay: (sessionId, card = 'ok') => then(pay(state, { sessionId, cardNumber: testCards[card as 'ok'] ?? card })),
    authenticate: (sessionId, agreed = true) => then(authenticate(state, sessionId, agreed)),
    refund: (payment_intent, amount) => then(structuredClone(createRefund(state, { payment_intent, amount }))),
    concludeRefund: (id, status) => then(structuredClone(concludeRefund(state, id, status))),
    dispute: (id) => {
      const charge = state.paymentIntents[id]?.latest_charge as string;
      return then(structuredClone(openDispute(state, charge)));
    },
    closeDispute: (id, status) => then(structuredClone(closeDispute(state, id, status))),
    stop: async () => {
      clearInterval(tick);
      webhooks.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      state.flush();
    },
  };
}

/** Sessions expire, and the refunds of some cards reach their final state two seconds later. */
function passTime(state: State, pump: () => void): void {
  expireDueSessions(state);
  for (const refund of Object.values(state.refunds)) {
    const fate = laterFate(state, refund);
    const due = fate && refund.status !== fate && refund.status !== 'failed' && state.seconds() >= refund.created + 2;
    if (due) concludeRefund(state, refund.id, fate);
  }
  pump();
}
