import { createParameters, listParameters, onlyExpand } from './checkout-session-parameters.ts';
import { createSession, expireDueSessions, expireSession, sessionOf } from './checkout-sessions.ts';
import { listObjects, type Page } from './collection.ts';
import { findEvents, listEventParameters } from './events.ts';
import { expandFields } from './expand.ts';
import { missing, StripeFailure } from './failure.ts';
import type { FormNode } from './form.ts';
import { fields, paging, readParameters, text } from './parameters.ts';
import { createRefund, createRefundParameters, listRefundParameters } from './refunds.ts';
import type { State } from './state.ts';

export interface Call {
  method: string;
  path: string;
  parameters: FormNode;
  baseUrl: string;
}

type Handler = (state: State, id: string, call: Call) => unknown;

const routes: [string, RegExp, Handler][] = [
  ['POST', /^\/v1\/checkout\/sessions$/, postSession],
  ['GET', /^\/v1\/checkout\/sessions$/, listSessions],
  [
    'GET',
    /^\/v1\/checkout\/sessions\/([^/]+)$/,
    (state, id, call) => answer(state, call, sessionOf(state, id).session),
  ],
  ['GET', /^\/v1\/checkout\/sessions\/([^/]+)\/line_items$/, listLineItems],
  ['POST', /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/, postExpire],
  ['GET', /^\/v1\/payment_intents$/, listPaymentIntents],
  ['GET', /^\/v1\/payment_intents\/([^/]+)$/, retrieve('payment_intent', (state) => state.paymentIntents)],
  ['GET', /^\/v1\/charges$/, listCharges],
  ['GET', /^\/v1\/charges\/([^/]+)$/, retrieve('charge', (state) => state.charges)],
  ['POST', /^\/v1\/refunds$/, postRefund],
  ['GET', /^\/v1\/refunds$/, listRefunds],
  ['GET', /^\/v1\/refunds\/([^/]+)$/, retrieve('refund', (state) => state.refunds)],
  ['GET', /^\/v1\/disputes\/([^/]+)$/, retrieve('dispute', (state) => state.disputes)],
  [
    'GET',
    /^\/v1\/balance_transactions\/([^/]+)$/,
    retrieve('balance_transaction', (state) => state.balanceTransactions),
  ],
  ['GET', /^\/v1\/events$/, listEvents],
  ['GET', /^\/v1\/events\/([^/]+)$/, retrieve('event', (state) => state.events)],
];

/** Runs one call of the API; refusals are thrown as StripeFailure. */
export function handle(state: State, call: Call): unknown {
  for (const [method, pattern, handler] of routes) {
    const match = method === call.method && pattern.exec(call.path);
    if (match) return handler(state, match[1] ?? '', call);
  }
  throw new StripeFailure({
    status: 404,
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${call.method}: ${call.path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.`,
  });
}

const answer = (state: State, call: Call, object: unknown) =>
  expandFields(state, object, readParameters(onlyExpand, call.parameters).expand);

function retrieve(noun: string, all: (state: State) => Record<string, unknown>): Handler {
  return (state, id, call) => {
    const object = all(state)[id];
    if (!object) throw missing(noun, id);
    return answer(state, call, object);
  };
}

interface Listing {
  path: string;
  all: { id: string; created: number }[];
}

function page(state: State, { path, all }: Listing, given: Page & { expand?: string[] }) {
  return expandFields(state, listObjects(all, given, path), given.expand);
}

function postSession(state: State, _id: string, call: Call): unknown {
  const given = readParameters(createParameters, call.parameters);
  return expandFields(state, createSession(state, given, call.baseUrl).session, given.expand);
}

function postExpire(state: State, id: string, call: Call): unknown {
  const given = readParameters(onlyExpand, call.parameters);
  return expandFields(state, expireSession(state, id).session, given.expand);
}

function listSessions(state: State, _id: string, call: Call): unknown {
  expireDueSessions(state);
  const given = readParameters(listParameters, call.parameters);
  const fits = Object.values(state.sessions)
    .map((saved) => saved.session)
    .filter((session) => !given.status || session.status === given.status)
    .filter((session) => !given.payment_intent || session.payment_intent === given.payment_intent)
    .filter((session) => !given.customer_details || session.customer_details?.email === given.customer_details.email);
  return page(state, { path: call.path, all: fits }, given);
}

function listLineItems(state: State, id: string, call: Call): unknown {
  const given = readParameters(fields(paging), call.parameters);
  const data = sessionOf(state, id).lineItems.slice(0, given.limit ?? 10);
  return { object: 'list', url: call.path, has_more: data.length < sessionOf(state, id).lineItems.length, data };
}

function listPaymentIntents(state: State, _id: string, call: Call): unknown {
  const given = readParameters(fields(paging), call.parameters);
  return page(state, { path: call.path, all: Object.values(state.paymentIntents) }, given);
}

function listCharges(state: State, _id: string, call: Call): unknown {
  const given = readParameters(fields({ ...paging, payment_intent: text() }), call.parameters);
  const fits = Object.values(state.charges).filter(
    (charge) => !given.payment_intent || charge.payment_intent === given.payment_intent,
  );
  return page(state, { path: call.path, all: fits }, given);
}

function postRefund(state: State, _id: string, call: Call): unknown {
  const given = readParameters(createRefundParameters, call.parameters);
  return expandFields(state, createRefund(state, given), given.expand);
}

function listRefunds(state: State, _id: string, call: Call): unknown {
  const given = readParameters(listRefundParameters, call.parameters);
  const fits = Object.values(state.refunds)
    .filter((refund) => !given.charge || refund.charge === given.charge)
    .filter((refund) => !given.payment_intent || refund.payment_intent === given.payment_intent);
  return page(state, { path: call.path, all: fits }, given);
}

function listEvents(state: State, _id: string, call: Call): unknown {
  const given = readParameters(listEventParameters, call.parameters);
  return page(state, { path: call.path, all: findEvents(state, given) }, given);
}
