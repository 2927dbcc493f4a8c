import type Stripe from 'stripe';
import { record } from './events.ts';
import { invalid, missing } from './failure.ts';
import type { State } from './state.ts';

const DAY = 24 * 60 * 60;

/** Stripe's test card whose payments are disputed as fraudulent as soon as they are made. */
export const isContestedAtOnce = (charge: Stripe.Charge) => charge.payment_method_details?.card?.last4 === '0259';

export const disputeOf = (state: State, chargeId: string): Stripe.Dispute | undefined =>
  Object.values(state.disputes).find(({ charge }) => charge === chargeId);

/** The cardholder asks their bank for the money back; until it decides, the shop doesn't have it. */
export function openDispute(state: State, chargeId: string): Stripe.Dispute {
  const charge = state.charges[chargeId];
  if (!charge) throw missing('charge', chargeId, 'charge');
  if (!charge.paid) throw invalid(`Charge ${chargeId} was never paid.`);
  if (disputeOf(state, chargeId)) throw invalid(`Charge ${chargeId} has been disputed already.`);
  const dispute = newDispute(state, charge);
  state.disputes[dispute.id] = dispute;
  charge.disputed = true;
  record(state, 'charge.dispute.created', dispute);
  record(state, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** The bank's decision, which is final. */
export function closeDispute(state: State, id: string, status: 'won' | 'lost'): Stripe.Dispute {
  const dispute = state.disputes[id];
  if (!dispute) throw missing('dispute', id);
  if (dispute.status === 'won' || dispute.status === 'lost') return dispute;
  dispute.status = status;
  record(state, 'charge.dispute.updated', dispute);
  if (status === 'won') record(state, 'charge.dispute.funds_reinstated', dispute);
  record(state, 'charge.dispute.closed', dispute);
  return dispute;
}

function newDispute(state: State, charge: Stripe.Charge): Stripe.Dispute {
  return {
    id: state.id('du'),
    object: 'dispute',
    amount: charge.amount - charge.amount_refunded,
    balance_transactions: [],
    charge: charge.id,
    created: state.seconds(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: {
      due_by: state.seconds() + 9 * DAY,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: false,
    livemode: state.livemode,
    // Not the charge's: Stripe copies nothing to a dispute.
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      type: 'card',
      card: { brand: 'visa', case_type: 'chargeback', network_reason_code: '83' },
    },
    reason: 'fraudulent',
    status: 'needs_response',
  } as unknown as Stripe.Dispute;
}
