import type { BookingDeps, Core } from '../../deps.ts';

/** What every task of the outbox's Stripe lane needs. */
export type StripeTaskDeps = Pick<Core, 'rooms' | 'log'> & Pick<BookingDeps, 'payments' | 'stripe'>;
