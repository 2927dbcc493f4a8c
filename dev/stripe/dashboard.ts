import type { ServerResponse } from 'node:http';
import { dashboardPage, type Dashboard } from './dashboard-html.ts';
import { closeDispute, openDispute } from './disputes.ts';
import { StripeFailure } from './failure.ts';
import { createRefund } from './refunds.ts';
import { OUTAGES } from './outage.ts';

type Act = (dashboard: Dashboard, form: URLSearchParams) => unknown;
const ACTS: Record<string, Act> = {
  '/dashboard/refund': ({ state }, form) =>
    createRefund(state, { payment_intent: form.get('payment_intent') ?? '', amount: Number(form.get('amount')) }),
  '/dashboard/dispute': ({ state }, form) => openDispute(state, form.get('charge') ?? ''),
  '/dashboard/won': ({ state }, form) => closeDispute(state, form.get('dispute') ?? '', 'won'),
  '/dashboard/lost': ({ state }, form) => closeDispute(state, form.get('dispute') ?? '', 'lost'),
  '/dashboard/outage': ({ setOutage }, form) => setOutage(OUTAGES.find((kind) => kind === form.get('kind'))),
};

export const isDashboard = (pathname: string) => pathname === '/' || pathname in ACTS;

/** `GET /`, and the requests of its forms. */
export function serveDashboard(
  dashboard: Dashboard,
  { method, pathname, body }: { method: string; pathname: string; body: string },
  response: ServerResponse,
): void {
  const act = ACTS[pathname];
  if (method !== 'POST' || !act) return html(response, 200, dashboardPage(dashboard));
  try {
    act(dashboard, new URLSearchParams(body));
    response.writeHead(303, { location: '/' }).end();
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    html(response, 400, dashboardPage(dashboard, error.message));
  }
}

function html(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);
}
