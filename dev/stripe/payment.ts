import type Stripe from 'stripe';
import { type Card, cardOf, type Decline } from './cards.ts';
import { sessionOf } from './checkout-sessions.ts';
import { bookCharge } from './balance-transactions.ts';
import { isContestedAtOnce, openDispute } from './disputes.ts';
import { record } from './events.ts';
import { newCharge, newPaymentIntent, paymentError } from './new-payment.ts';
import type { SavedSession, State } from './state.ts';

export type PayOutcome =
  | { outcome: 'paid'; redirectUrl: string }
  | { outcome: 'declined'; message: string }
  | { outcome: 'needs_authentication' }
  | { outcome: 'closed'; status: 'complete' | 'expired' };

export interface Attempt {
  sessionId: string;
  cardNumber: string;
  email?: string;
}

/** The effect of the customer's click on Pay on the hosted page. */
export function pay(state: State, { sessionId, cardNumber, email }: Attempt): PayOutcome {
  const saved = sessionOf(state, sessionId);
  if (saved.session.status !== 'open') return { outcome: 'closed', status: saved.session.status as 'complete' };
  const card = cardOf(cardNumber);
  if ('refused' in card) return { outcome: 'declined', message: card.refused.message };
  const intent = intentOf(state, saved);
  if (email) saved.session.customer_details = { ...saved.session.customer_details!, email };
  if (card.decline) return decline(state, { intent, card }, card.decline);
  if (card.authenticate) return askToAuthenticate(state, intent, card);
  return succeed(state, saved.session, { intent, card });
}

/** The customer's answer to the bank's question. */
export function authenticate(state: State, sessionId: string, agreed: boolean): PayOutcome {
  const saved = sessionOf(state, sessionId);
  if (saved.session.status !== 'open') return { outcome: 'closed', status: saved.session.status as 'complete' };
  const intent = intentOf(state, saved);
  if (intent.status !== 'requires_action') return { outcome: 'declined', message: 'There is nothing to authenticate.' };
  const card = cardOf('4000002500003155') as Card;
  intent.next_action = null;
  if (agreed) return succeed(state, saved.session, { intent, card });
  const message =
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
  return decline(
    state,
    { intent, card },
    { code: 'payment_intent_authentication_failure', decline_code: null, message },
  );
}

function intentOf(state: State, saved: SavedSession): Stripe.PaymentIntent {
  const existing = state.paymentIntents[saved.session.payment_intent as string];
  if (existing) return existing;
  const intent = newPaymentIntent(state, saved);
  state.paymentIntents[intent.id] = intent;
  saved.session.payment_intent = intent.id;
  record(state, 'payment_intent.created', intent);
  return intent;
}

interface CardPayment {
  intent: Stripe.PaymentIntent;
  card: Card;
}

function decline(state: State, { intent, card }: CardPayment, reason: Decline): PayOutcome {
  const charge = newCharge(state, intent, card);
  Object.assign(charge, { amount_captured: 0, captured: false, paid: false, status: 'failed' });
  Object.assign(charge, { failure_code: reason.code, failure_message: reason.message, balance_transaction: null });
  state.charges[charge.id] = charge;
  intent.latest_charge = charge.id;
  intent.status = 'requires_payment_method';
  intent.payment_method = null;
  intent.last_payment_error = paymentError(charge, reason);
  record(state, 'charge.failed', charge);
  record(state, 'payment_intent.payment_failed', intent);
  return { outcome: 'declined', message: reason.message };
}

function askToAuthenticate(state: State, intent: Stripe.PaymentIntent, card: Card): PayOutcome {
  intent.status = 'requires_action';
  intent.payment_method = state.id('pm');
  intent.next_action = {
    type: 'use_stripe_sdk',
    use_stripe_sdk: { type: 'three_d_secure', card: card.number.slice(-4) },
  };
  record(state, 'payment_intent.requires_action', intent);
  return { outcome: 'needs_authentication' };
}

function succeed(state: State, session: SavedSession['session'], { intent, card }: CardPayment): PayOutcome {
  const charge = newCharge(state, intent, card);
  state.charges[charge.id] = charge;
  bookCharge(state, charge);
  Object.assign(intent, { status: 'succeeded', amount_received: intent.amount, last_payment_error: null });
  Object.assign(intent, { latest_charge: charge.id, payment_method: charge.payment_method });
  Object.assign(session, { status: 'complete', payment_status: 'paid', url: null });
  record(state, 'charge.succeeded', charge);
  record(state, 'payment_intent.succeeded', intent);
  record(state, 'checkout.session.completed', session);
  if (isContestedAtOnce(charge)) openDispute(state, charge.id);
  return { outcome: 'paid', redirectUrl: session.success_url!.replaceAll('{CHECKOUT_SESSION_ID}', session.id) };
}
