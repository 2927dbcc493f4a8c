import type Stripe from 'stripe';
import { disputeOf } from './disputes.ts';
import { record } from './events.ts';
import { invalid, missing } from './failure.ts';
import { checkAmount, formatMoney } from './money.ts';
import { expand, fields, integer, metadata, oneOf, paging, text } from './parameters.ts';
import type { State } from './state.ts';

export const createRefundParameters = fields({
  payment_intent: text(),
  charge: text(),
  amount: integer(1),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  metadata,
  expand,
});

export const listRefundParameters = fields({ ...paging, payment_intent: text(), charge: text() });

type RefundParameters = ReturnType<typeof createRefundParameters>;

export function createRefund(state: State, given: RefundParameters): Stripe.Refund {
  const charge = chargeOf(state, given);
  const left = charge.amount_captured - charge.amount_refunded;
  const refuse = (message: string, rest = {}) => invalid(message, rest);
  if (left === 0) throw refuse(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  if (disputeOf(state, charge.id)?.is_charge_refundable === false)
    throw refuse(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  const amount = given.amount ?? left;
  if (amount > left) {
    const requested = formatMoney(amount, charge.currency);
    const rest = formatMoney(left, charge.currency);
    throw refuse(`Refund amount (${requested}) is greater than unrefunded amount on charge (${rest})`, {
      param: 'amount',
    });
  }
  checkAmount(amount, charge.currency, 'amount');
  const refund = newRefund(state, charge, { ...given, amount });
  state.refunds[refund.id] = refund;
  settle(charge, amount);
  record(state, 'refund.created', refund);
  record(state, 'charge.refunded', charge);
  if (refund.status === 'succeeded') record(state, 'refund.updated', refund);
  return refund;
}

/** The bank's later message: a pending refund succeeds, or one already reported as done fails. */
export function concludeRefund(state: State, id: string, status: 'succeeded' | 'failed'): Stripe.Refund {
  const refund = state.refunds[id];
  if (!refund) throw missing('refund', id);
  if (refund.status === 'failed') return refund;
  refund.status = status;
  if (status === 'failed') {
    refund.failure_reason = 'expired_or_canceled_card';
    settle(state.charges[refund.charge as string]!, -refund.amount);
  }
  record(state, 'refund.updated', refund);
  record(state, 'charge.refund.updated', refund);
  if (status === 'failed') record(state, 'refund.failed', refund);
  return refund;
}

/** Stripe's test cards with special refunds: one waits and succeeds, one is reported as done and then fails. */
const fates: Record<string, 'succeeded' | 'failed'> = { '7726': 'succeeded', '5126': 'failed' };

const last4Of = (charge: Stripe.Charge) => charge.payment_method_details!.card!.last4!;

export const laterFate = (state: State, refund: Stripe.Refund) =>
  fates[last4Of(state.charges[refund.charge as string]!)];

function chargeOf(state: State, given: RefundParameters): Stripe.Charge {
  if (given.charge) {
    const charge = state.charges[given.charge];
    if (!charge) throw missing('charge', given.charge, 'charge');
    return charge;
  }
  if (!given.payment_intent) {
    const message = 'One of the following params should be provided for this request: payment_intent or charge.';
    throw invalid(message, { code: 'parameter_missing', early: true });
  }
  const intent = state.paymentIntents[given.payment_intent];
  if (!intent) throw missing('payment_intent', given.payment_intent, 'payment_intent');
  const charge = state.charges[intent.latest_charge as string];
  if (charge?.paid) return charge;
  throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
}

function settle(charge: Stripe.Charge, amount: number): void {
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
}

function newRefund(state: State, charge: Stripe.Charge, given: RefundParameters & { amount: number }): Stripe.Refund {
  return {
    id: state.id('re'),
    object: 'refund',
    amount: given.amount,
    balance_transaction: state.id('txn'),
    charge: charge.id,
    created: state.seconds(),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: {
      type: 'card',
      card: { type: 'refund', reference_status: 'pending', reference_type: 'acquirer_reference_number' },
    },
    metadata: given.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: given.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: fates[last4Of(charge)] === 'succeeded' ? 'pending' : 'succeeded',
    transfer_reversal: null,
  } as unknown as Stripe.Refund;
}
