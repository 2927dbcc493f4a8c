import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { startStripe, type StripeStandIn } from '../../dev/stripe/stand-in.ts';
import { createBookingStore } from '../db/booking/store.ts';
import { openDatabase, type Db } from '../db/client.ts';
import { createOutbox } from '../db/mail/outbox-store.ts';
import { createPaymentStore } from '../db/payment/store.ts';
import { createReceiptStore } from '../db/payment/receipt-store.ts';
import type { BoxOfficeRoom, Core, Deps, Log, StripeGateway } from '../deps.ts';
import { STRIPE_LANE } from '#domain/mail/outbox-lane.ts';
import { createSeals } from '../outside/seals.ts';
import { createStripeGateway } from '../outside/payment/stripe.ts';
import { systemClock, systemIds } from '../outside/system.ts';
import { drainOutbox } from '../usecases/mail/drain-outbox.ts';
import { runStripeTask } from '../usecases/payment/run-stripe-task.ts';
import { startPayment } from '../usecases/payment/start-payment.ts';
import { takeStripeNews } from '../usecases/payment/take-stripe-news.ts';
import { openCounter, type Counter } from './counter.ts';
import type { EventForSale } from './event-on-sale.ts';

type ShopDeps = Pick<
  Deps,
  'seals' | 'rooms' | 'ids' | 'clock' | 'baseUrl' | 'log' | 'bookings' | 'payments' | 'receipts'
> & { stripe: StripeGateway };
export interface Paying {
  bookingId: string;
  paymentId: string;
  sessionId: string;
}
export interface Shop {
  stripe: StripeStandIn;
  db: Db;
  deps: ShopDeps;
  counter(eventId: string): Counter;
  /** A booking on hold, with a payment page at Stripe. */
  startPaying(event: EventForSale, options?: { quantity?: number; couponCode?: string }): Promise<Paying>;
  /** Runs the open Stripe tasks. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

export const silent: Log = { info() {}, warn() {}, error() {} };

/** Box offices, the Stripe stand-in and its webhook on a real database, without rooms or HTTP routes around them. */
export async function openShop(databaseUrl: string): Promise<Shop> {
  const stripe = await startStripe({ secretKey: 'sk_test_shop', webhookSecret: 'whsec_shop' });
  const settings = { secretKey: 'sk_test_shop', webhookSecrets: ['whsec_shop'], apiBase: stripe.url, liveMode: false };
  const db = openDatabase({ url: databaseUrl, driver: 'pg', name: 'everato-tools', maxConnections: 4 });
  const counters = new Map<string, Counter>();
  const counter = (eventId: string) => {
    const open = counters.get(eventId) ?? openCounter(databaseUrl, eventId);
    counters.set(eventId, open);
    return open;
  };
  const rooms = { boxOffice: (eventId: string) => counter(eventId) as unknown as BoxOfficeRoom } as Core['rooms'];
  const deps: ShopDeps = {
    seals: createSeals('test secret'),
    rooms,
    ids: systemIds,
    clock: systemClock,
    log: silent,
    baseUrl: 'https://shop.example',
    bookings: createBookingStore(() => db),
    payments: createPaymentStore(() => db),
    receipts: createReceiptStore(() => db),
    stripe: createStripeGateway(settings, silent),
  };
  const webhook = await startWebhook(deps);
  stripe.setWebhookUrl(`http://127.0.0.1:${(webhook.address() as AddressInfo).port}`);
  const rule = { ...STRIPE_LANE, gapMs: 0 };
  return {
    stripe,
    db,
    deps,
    counter,
    startPaying: (event, options = {}) => startPaying({ deps, counter: counter(event.eventId) }, event, options),
    drain: () =>
      drainOutbox({ outbox: createOutbox(() => db), log: silent, random: Math.random }, rule, (row) =>
        runStripeTask(deps, row),
      ),
    stop: async () => {
      await stripe.stop();
      await new Promise((resolve) => webhook.close(resolve));
      await Promise.all([...counters.values()].map((open) => open.close()));
      await db.$client.end();
    },
  };
}

async function startWebhook(deps: ShopDeps): Promise<Server> {
  const server = createServer(async (request, response) => {
    const signature = String(request.headers['stripe-signature']);
    const taken = await takeStripeNews(deps, await text(request), signature).catch(() => ({ ok: false }));
    response.writeHead(taken.ok ? 200 : 500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function startPaying(
  { deps, counter }: { deps: ShopDeps; counter: Counter },
  { typeIds }: EventForSale,
  { quantity = 1, couponCode }: { quantity?: number; couponCode?: string },
): Promise<Paying> {
  const items = [{ ticketTypeId: typeIds[0]!, quantity }];
  const placed = await counter.place({ items, couponCode: couponCode ?? null });
  if (!placed.ok) throw new Error(placed.code);
  const { id: bookingId, linkVersion: version } = placed.booking;
  const token = deps.seals.linkToken({ scope: 'booking', id: bookingId, version });
  const started = await startPayment(deps, { kind: 'link', token, scope: 'booking', id: bookingId }, bookingId);
  if (!started.ok) throw new Error(started.code);
  return { bookingId, paymentId: started.payment.id, sessionId: started.payment.stripeSessionId! };
}
