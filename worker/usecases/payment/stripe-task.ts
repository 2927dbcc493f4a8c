import type { Deps } from '../../deps.ts';

/** The dependencies of every task of the outbox's Stripe lane. */
export type StripeTaskDeps = Pick<Deps, 'rooms' | 'log' | 'payments' | 'stripe'>;
