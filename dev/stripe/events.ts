import type Stripe from 'stripe';
import { fields, flag, list, paging, text } from './parameters.ts';
import type { State } from './state.ts';

export const API_VERSION = '2026-10-28.endive';

/** The events that a shop's webhook is subscribed to; others are only listed. */
const delivered = new Set([
  'checkout.session.completed',
  'checkout.session.expired',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
]);

/** Records an event with the object's current state, and queues it for the webhook when subscribed. */
export function record(state: State, type: string, object: object): void {
  const id = state.id('evt');
  const goes = delivered.has(type);
  state.events[id] = {
    id,
    object: 'event',
    api_version: API_VERSION,
    created: state.seconds(),
    data: { object: structuredClone(object) },
    livemode: state.livemode,
    pending_webhooks: goes ? 1 : 0,
    request: { id: null, idempotency_key: null },
    type,
  } as unknown as Stripe.Event;
  if (goes) state.deliveries[id] = { eventId: id, type, attempts: [], nextAttemptAt: state.now() };
  state.changed();
}

export const listEventParameters = fields({ ...paging, type: text(), types: list(text(), 20), delivery_success: flag });

export function findEvents(state: State, given: ReturnType<typeof listEventParameters>): Stripe.Event[] {
  const wanted = given.types ?? (given.type ? [given.type] : undefined);
  return Object.values(state.events).filter((event) => {
    if (wanted && !wanted.some((name) => fitsType(event.type, name))) return false;
    return given.delivery_success === undefined || (event.pending_webhooks === 0) === given.delivery_success;
  });
}

const fitsType = (type: string, name: string) =>
  name.endsWith('*') ? type.startsWith(name.slice(0, -1)) : type === name;
