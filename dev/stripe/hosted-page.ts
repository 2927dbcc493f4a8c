import type { ServerResponse } from 'node:http';
import { sessionOf } from './checkout-sessions.ts';
import { StripeFailure } from './failure.ts';
import { authenticatePage, closedPage, paymentPage } from './hosted-page-html.ts';
import { authenticate, pay, type PayOutcome } from './payment.ts';
import type { SavedSession, State } from './state.ts';

interface PageRequest {
  method: string;
  pathname: string;
  body: string;
}

/** `GET /c/pay/{session}` and the requests of its forms. */
export function servePage(state: State, { method, pathname, body }: PageRequest, response: ServerResponse): void {
  const [, id, action] = /^\/c\/pay\/([^/]+)(?:\/(authenticate))?$/.exec(pathname) ?? [];
  const saved = id && find(state, id);
  if (!saved) return html(response, 404, closedPage('This page does not exist.', undefined));
  if (method === 'GET') return showPage(state, saved, response);
  const form = new URLSearchParams(body);
  const outcome = action
    ? authenticate(state, id, form.get('agreed') === 'yes')
    : pay(state, { sessionId: id, cardNumber: form.get('card') ?? '', email: form.get('email') ?? undefined });
  showOutcome(saved, outcome, response);
}

function find(state: State, id: string): SavedSession | undefined {
  try {
    return sessionOf(state, id);
  } catch (error) {
    if (error instanceof StripeFailure) return undefined;
    throw error;
  }
}

function showPage(state: State, saved: SavedSession, response: ServerResponse): void {
  const { status, success_url, cancel_url, payment_intent } = saved.session;
  if (status === 'complete') return html(response, 200, closedPage('You have paid already.', success_url));
  if (status === 'expired') return html(response, 410, closedPage('This payment page has expired.', cancel_url));
  const asked = state.paymentIntents[payment_intent as string]?.status === 'requires_action';
  html(response, 200, asked ? authenticatePage(saved) : paymentPage(saved));
}

function showOutcome(saved: SavedSession, result: PayOutcome, response: ServerResponse): void {
  if (result.outcome === 'paid') {
    response.writeHead(303, { location: result.redirectUrl }).end();
  } else if (result.outcome === 'declined') {
    html(response, 402, paymentPage(saved, result.message));
  } else {
    // Redirects to the page, which shows the session's new state.
    response.writeHead(303, { location: `/c/pay/${saved.session.id}` }).end();
  }
}

function html(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);
}
