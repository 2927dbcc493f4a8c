import type Stripe from 'stripe';
import type { State } from './state.ts';

/** Stripe's fee for a European card: 1.5 % and 25 of the smallest unit. */
const feeOf = (amount: number) => Math.round(amount * 0.015) + 25;

/** The balance transaction of a charge, with Stripe's fee. */
export function bookCharge(state: State, charge: Stripe.Charge): void {
  const { amount, currency } = charge;
  const fee = feeOf(amount);
  const id = charge.balance_transaction as string;
  state.balanceTransactions[id] = {
    id,
    object: 'balance_transaction',
    amount,
    available_on: state.seconds(),
    balance_type: 'payments',
    created: state.seconds(),
    currency,
    description: charge.description,
    exchange_rate: null,
    fee,
    fee_details: [
      { amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' },
    ],
    net: amount - fee,
    reporting_category: 'charge',
    source: charge.id,
    status: 'pending',
    type: 'charge',
  } as Stripe.BalanceTransaction;
}
