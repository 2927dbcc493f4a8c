import type { BookingDeps, Core } from '../../deps.ts';

/** The dependencies of every task of the outbox's Stripe lane. */
export type StripeTaskDeps = Pick<Core, 'rooms' | 'log'> & Pick<BookingDeps, 'payments' | 'stripe'>;
