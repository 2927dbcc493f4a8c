import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { type Call, handle } from './api.ts';
import { isDashboard, serveDashboard } from './dashboard.ts';
import { API_VERSION } from './events.ts';
import { StripeFailure } from './failure.ts';
import { parseForm } from './form.ts';
import { servePage } from './hosted-page.ts';
import { type Answer, onceByKey } from './idempotency.ts';
import type { Outage } from './outage.ts';
import type { State } from './state.ts';

export interface HttpOptions {
  secretKey: string;
  outage(): Outage | undefined;
  /** From the dashboard’s switch; undefined ends it. */
  setOutage(outage: Outage | undefined): void;
  /** Called after every request, for its consequences. */
  done(): void;
}

export function createStripeServer(state: State, options: HttpOptions): Server {
  return createServer((request, response) => {
    respond({ state, options, request, response }).catch((error: Error) => {
      response.writeHead(500).end(JSON.stringify({ error: { type: 'api_error', message: error.stack } }));
    });
  });
}

interface Exchange {
  state: State;
  options: HttpOptions;
  request: IncomingMessage;
  response: ServerResponse;
}

async function respond(exchange: Exchange) {
  const { state, options, request, response } = exchange;
  const body = await readText(request);
  const outage = options.outage();
  const { pathname, search } = new URL(request.url!, 'http://stand-in');
  // The dashboard answers in every outage, because it is where one is ended.
  if (outage === 'refused' && !isDashboard(pathname)) return void request.socket.destroy();
  if (pathname.startsWith('/c/pay/')) {
    servePage(state, { method: request.method!, pathname, body }, response);
  } else if (isDashboard(pathname)) {
    serveDashboard({ state, ...options }, { method: request.method!, pathname, body }, response);
  } else {
    const down: Answer = { status: 500, body: '{"error":{"type":"api_error","message":"An outage, as asked for."}}' };
    const result = outage === 'errors' ? down : callApi(exchange, { pathname, search, body });
    if (outage === 'lost_answers') request.socket.destroy();
    else writeAnswer(exchange, result);
  }
  options.done();
}

interface Read {
  pathname: string;
  search: string;
  body: string;
}

function callApi({ state, options, request }: Exchange, { pathname, search, body }: Read): Answer {
  try {
    checkKey(request, options.secretKey);
    const call: Call = {
      method: request.method!,
      path: pathname,
      parameters: parseForm(request.method === 'GET' ? search.slice(1) : body),
      baseUrl: `http://${request.headers.host}`,
    };
    const run = () => ({ status: 200, body: JSON.stringify(handle(state, call), null, 2) });
    const key = request.headers['idempotency-key'] as string | undefined;
    return request.method === 'POST' ? onceByKey(state, { key, content: `${pathname}\n${body}` }, run) : run();
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return { status: error.details.status, body: error.body() };
  }
}

function checkKey(request: IncomingMessage, secretKey: string): void {
  const { authorization = '' } = request.headers;
  const basic = /^Basic (.+)$/.exec(authorization)?.[1];
  const key = basic ? Buffer.from(basic, 'base64').toString().split(':')[0] : /^Bearer (.+)$/.exec(authorization)?.[1];
  if (key === secretKey) return;
  const masked = key && `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`;
  const message = masked ? `Invalid API Key provided: ${masked}` : 'You did not provide an API key.';
  throw new StripeFailure({ status: 401, type: 'invalid_request_error', message, early: true });
}

function writeAnswer({ state, request, response }: Exchange, result: Answer): void {
  const key = request.headers['idempotency-key'];
  response.writeHead(result.status, {
    'content-type': 'application/json',
    'request-id': state.id('req'),
    'stripe-version': request.headers['stripe-version'] ?? API_VERSION,
    ...(key ? { 'idempotency-key': key } : {}),
    ...(result.replayed ? { 'idempotent-replayed': 'true' } : {}),
  });
  response.end(result.body);
}
