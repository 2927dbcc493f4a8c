import type Stripe from 'stripe';
import { disputeOf } from './disputes.ts';
import { escape, layout } from './hosted-page-html.ts';
import { formatMoney } from './money.ts';
import type { State } from './state.ts';

const SHOWN = 50;

/** Actions of people in Stripe's dashboard and at banks: refunds and disputes of the latest payments. */
export function dashboardPage(state: State, complaint?: string): string {
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
<main>${panels.join('')}</main>`,
  );
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
