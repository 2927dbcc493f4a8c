import { type CreateParameters } from './checkout-session-parameters.ts';
import { record } from './events.ts';
import { invalid, missing } from './failure.ts';
import { newSession } from './new-session.ts';
import { formatMoney, minimumOf } from './money.ts';
import type { SavedSession, State } from './state.ts';

const MINUTE = 60;

export function createSession(state: State, given: CreateParameters, baseUrl: string): SavedSession {
  if (given.mode !== 'payment') throw invalid(`The stand-in has no mode ${given.mode}.`, { param: 'mode' });
  if ((given.ui_mode ?? 'hosted_page') !== 'hosted_page') throw invalid('The stand-in has the hosted page only.');
  for (const name of ['success_url', 'line_items'] as const) {
    if (given[name]?.length) continue;
    throw invalid(`Missing required param: ${name}.`, { code: 'parameter_missing', param: name, early: true });
  }
  checkExpiry(state, given.expires_at);
  const saved = newSession(state, given, baseUrl);
  const { amount_total: total, currency } = saved.session;
  if (total! < minimumOf(currency!)) {
    const least = `${formatMoney(minimumOf(currency!), currency!)} ${currency}`;
    throw invalid(`The Checkout Session's total amount due must add up to at least ${least}`, {
      code: 'amount_too_small',
    });
  }
  state.sessions[saved.session.id] = saved;
  state.changed();
  return saved;
}

function checkExpiry(state: State, expiresAt: number | undefined): void {
  if (expiresAt === undefined) return;
  const lifetime = expiresAt - state.seconds();
  const refuse = (bound: string) =>
    invalid(`The \`expires_at\` timestamp must be ${bound} from Checkout Session creation.`, { param: 'expires_at' });
  // Stripe counts from creating the session, which is after the caller looked at its clock.
  if (lifetime < 30 * MINUTE - 5) throw refuse('at least 30 minutes');
  if (lifetime > 24 * 60 * MINUTE) throw refuse('less than 24 hours');
}

export function sessionOf(state: State, id: string): SavedSession {
  expireDueSessions(state);
  const saved = state.sessions[id];
  if (!saved) throw missing('checkout.session', id, 'session');
  return saved;
}

export function expireSession(state: State, id: string): SavedSession {
  const saved = sessionOf(state, id);
  if (saved.session.status !== 'open') {
    const status = saved.session.status;
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${status}\`.`,
      { param: 'session' },
    );
  }
  close(state, saved);
  return saved;
}

/** Sessions expire whether or not anyone asks. */
export function expireDueSessions(state: State): void {
  for (const saved of Object.values(state.sessions)) {
    if (saved.session.status === 'open' && saved.session.expires_at <= state.seconds()) close(state, saved);
  }
}

function close(state: State, saved: SavedSession): void {
  saved.session.status = 'expired';
  saved.session.url = null;
  const intent = state.paymentIntents[saved.session.payment_intent as string];
  if (intent) {
    intent.status = 'canceled';
    intent.canceled_at = state.seconds();
    intent.next_action = null;
    record(state, 'payment_intent.canceled', intent);
  }
  record(state, 'checkout.session.expired', saved.session);
}
