import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type Stripe from 'stripe';

export interface SavedSession {
  session: Stripe.Checkout.Session;
  lineItems: Stripe.LineItem[];
  paymentIntentData: { description?: string; metadata?: Record<string, string>; receipt_email?: string };
}

export interface SavedAnswer {
  request: string;
  status: number;
  body: string;
  at: number;
}

export interface Delivery {
  eventId: string;
  type: string;
  attempts: { at: number; status: number | 'unreachable' }[];
  /** Milliseconds since 1970; undefined once delivered or given up. */
  nextAttemptAt: number | undefined;
}

export interface Contents {
  sessions: Record<string, SavedSession>;
  paymentIntents: Record<string, Stripe.PaymentIntent>;
  charges: Record<string, Stripe.Charge>;
  refunds: Record<string, Stripe.Refund>;
  disputes: Record<string, Stripe.Dispute>;
  balanceTransactions: Record<string, Stripe.BalanceTransaction>;
  events: Record<string, Stripe.Event>;
  answers: Record<string, SavedAnswer>;
  deliveries: Record<string, Delivery>;
}

export interface State extends Contents {
  livemode: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  seconds(): number;
  id(prefix: string): string;
  /** Reports that something changed. */
  changed(): void;
  flush(): void;
}

const empty = (): Contents => ({
  sessions: {},
  paymentIntents: {},
  charges: {},
  refunds: {},
  disputes: {},
  balanceTransactions: {},
  events: {},
  answers: {},
  deliveries: {},
});

export function openState(options: { path?: string; livemode: boolean; now?: () => number }): State {
  const { path, livemode, now = Date.now } = options;
  const kept = path && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Contents>) : {};
  const contents: Contents = { ...empty(), ...kept };
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (path) writeAtomically(path, JSON.stringify(contents));
  };
  return {
    ...contents,
    livemode,
    now,
    seconds: () => Math.floor(now() / 1000),
    id: (prefix) => `${prefix}_${randomBytes(18).toString('base64url').replaceAll(/[-_]/g, 'x')}`,
    changed: () => {
      if (path) timer ??= setTimeout(flush, 50);
    },
    flush,
  };
}

function writeAtomically(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.partial`, text, { mode: 0o600 });
  renameSync(`${path}.partial`, path);
}
