import type Stripe from 'stripe';
import { disputeOf } from './disputes.ts';
import { escape, layout } from './hosted-page-html.ts';
import { formatMoney } from './money.ts';
import { OUTAGES, type Outage } from './outage.ts';
import type { State } from './state.ts';

const SHOWN = 50;

/** The stand-in as its dashboard sees it. */
export interface Dashboard {
  state: State;
  outage(): Outage | undefined;
  setOutage(outage: Outage | undefined): void;
}

/** Actions of people in Stripe's dashboard and at banks: refunds and disputes of the latest payments. */
export function dashboardPage({ state, outage }: Dashboard, complaint?: string): string {
  const paid = Object.values(state.charges).filter((charge) => charge.paid);
  const panels = paid
    .slice(-SHOWN)
    .reverse()
    .map((charge) => payment(state, charge));
  return layout(
    'Payments',
    `<section>
  <p class="badge">Stand-in for Stripe: no money moves</p>
  <h1>Payments</h1>
  <p>What is done here is done as in Stripe’s own dashboard, or by the cardholder’s bank; the shop is told by webhook.</p>
  ${complaint ? `<p class="complaint" role="alert" data-testid="complaint">${escape(complaint)}</p>` : ''}
  ${paid.length ? '' : '<p data-testid="nothing">Nothing has been paid yet.</p>'}
</section>
${outageSwitch(outage())}
<main>${panels.join('')}</main>`,
  );
}

const OUTAGE_NAMES: Record<Outage, string> = {
  errors: 'Every call fails with 500',
  refused: 'No connection',
  lost_answers: 'Calls are carried out, and their responses are lost',
};

/** Starts and ends an outage of the API, to see how the shop bears it. A restart ends it too. */
function outageSwitch(now: Outage | undefined): string {
  const option = (value: string, label: string) =>
    `<option value="${value}"${value === (now ?? '') ? ' selected' : ''}>${label}</option>`;
  const kinds = OUTAGES.map((kind) => option(kind, OUTAGE_NAMES[kind]));
  return `<section class="panel" data-testid="outage" data-outage="${now ?? ''}">
  <h2>Outage</h2>
  <form method="post" action="/dashboard/outage">
    <label>The API <select name="kind">${option('', 'Works')}${kinds.join('')}</select></label>
    <button data-testid="set-outage">Set</button>
  </form>
</section>`;
}

function payment(state: State, charge: Stripe.Charge): string {
  const money = (amount: number) => formatMoney(amount, charge.currency);
  const left = charge.amount_captured - charge.amount_refunded;
  const back = charge.amount_refunded ? `, ${money(charge.amount_refunded)} refunded` : '';
  return `<article class="panel" data-testid="payment" data-payment-intent="${escape(String(charge.payment_intent))}">
  <h2>${money(charge.amount)} <small>${escape(charge.description ?? '')}${back}</small></h2>
  ${left > 0 ? refundForm(charge, left) : ''}
  ${disputeForms(charge, disputeOf(state, charge.id))}
</article>`;
}

const refundForm = (charge: Stripe.Charge, left: number) => `<form method="post" action="/dashboard/refund">
  <input type="hidden" name="payment_intent" value="${escape(String(charge.payment_intent))}" />
  <label>In the smallest unit <input name="amount" type="number" min="1" max="${left}" value="${left}" required /></label>
  <button data-testid="refund">Refund</button>
</form>`;

function disputeForms(charge: Stripe.Charge, dispute: Stripe.Dispute | undefined): string {
  if (!dispute) return button('dispute', { charge: charge.id }, 'Open a dispute');
  const state = `<p data-testid="dispute-status">Dispute: ${escape(dispute.status)}</p>`;
  if (dispute.status === 'won' || dispute.status === 'lost') return state;
  const outcome = (status: 'won' | 'lost', label: string) => button(status, { dispute: dispute.id }, label);
  return `${state}${outcome('won', 'The shop wins')}${outcome('lost', 'The shop loses')}`;
}

const button = (action: string, fields: Record<string, string>, label: string) => {
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escape(value)}" />`,
  );
  return `<form method="post" action="/dashboard/${action}">${hidden.join('')}<button data-testid="${action}">${label}</button></form>`;
};
