import { createHmac } from 'node:crypto';
import type { Delivery, State } from './state.ts';

export interface Webhooks {
  /** Sends the events that are due. */
  pump(): void;
  setUrl(url: string | undefined): void;
  hold(on: boolean): void;
  /** Sends an event so many more times, due or not; returns the statuses of the responses. */
  redeliver(eventId: string, times: number): Promise<(number | 'unreachable')[]>;
  stop(): void;
}

const GIVE_UP_AFTER = 20;
const backOffMs = (attempts: number) => Math.min(60_000, 500 * 2 ** (attempts - 1));

/** Signed deliveries, retried with growing pauses until the receiver answers 2xx; in no particular order. */
export function createWebhooks(state: State, options: { secret: string; url?: string }): Webhooks {
  const sending = new Set<string>();
  let { url } = options;
  let held = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const send = async (eventId: string) => {
    const payload = JSON.stringify(state.events[eventId], null, 2);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': sign(state, payload, options.secret),
    };
    const request = { method: 'POST', body: payload, headers, signal: AbortSignal.timeout(20_000) };
    return fetch(url!, request).then(
      async (response) => (await response.body?.cancel(), response.status),
      () => 'unreachable' as const,
    );
  };

  const attempt = async (delivery: Delivery) => {
    sending.add(delivery.eventId);
    const status = await send(delivery.eventId);
    sending.delete(delivery.eventId);
    note(state, delivery, status);
    pump();
  };

  function pump(): void {
    clearTimeout(timer);
    if (held || stopped || !url) return;
    const waiting = Object.values(state.deliveries).filter((each) => each.nextAttemptAt && !sending.has(each.eventId));
    for (const delivery of waiting) if (delivery.nextAttemptAt! <= state.now()) void attempt(delivery);
    const later = waiting.map((each) => each.nextAttemptAt! - state.now()).filter((wait) => wait > 0);
    if (later.length) timer = setTimeout(pump, Math.min(...later)).unref();
  }

  return {
    pump,
    setUrl: (next) => {
      url = next;
      for (const delivery of Object.values(state.deliveries))
        if (delivery.nextAttemptAt) delivery.nextAttemptAt = state.now();
      pump();
    },
    hold: (on) => {
      held = on;
      pump();
    },
    redeliver: (eventId, times) => Promise.all(Array.from({ length: times }, () => send(eventId))),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function note(state: State, delivery: Delivery, status: number | 'unreachable'): void {
  delivery.attempts.push({ at: state.now(), status });
  const done = status !== 'unreachable' && status >= 200 && status < 300;
  const over = done || delivery.attempts.length >= GIVE_UP_AFTER;
  delivery.nextAttemptAt = over ? undefined : state.now() + backOffMs(delivery.attempts.length);
  if (done) state.events[delivery.eventId]!.pending_webhooks = 0;
  state.changed();
}

// https://docs.stripe.com/webhooks#verify-manually
function sign(state: State, payload: string, secret: string): string {
  const time = state.seconds();
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${payload}`).digest('hex')}`;
}
