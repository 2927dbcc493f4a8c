import { m } from '$messages';
import type { RefundDetail, RefundList } from '#contract/payment/refund.ts';
import type { Refused } from '$lib/api.ts';
import { formatMoney, type Money } from '$lib/format-money.ts';

const CODES: Record<string, () => string> = {
  places_gone: m.office_refund_places_gone,
  paid_twice: m.office_refund_paid_twice,
  event_cancelled: m.office_refund_event_cancelled,
  booking_cancelled: m.office_refund_booking_cancelled,
  tickets_cancelled: m.office_refund_tickets_cancelled,
  stripe_dashboard: m.office_refund_stripe_dashboard,
  dispute_lost: m.office_refund_dispute_lost,
  paid_meanwhile: m.office_status_paid_meanwhile,
};

/** Why money went back: a code of ours in words, or what somebody wrote. */
export const refundReason = (reason: string): string => CODES[reason]?.() ?? reason;

/** Why a refund is refused, with the sum that is left where that is the reason. */
export function refusedRefund(answer: Refused): string {
  if (answer.code !== 'refund_too_large') return answer.message;
  const { availableMinor, currency } = answer.details as { availableMinor: number; currency: string };
  return m.office_refund_left({ left: formatMoney({ amount: availableMinor, currency }) });
}

type Of = Pick<RefundDetail, 'status' | 'byHand' | 'amount'>;
type Left = Pick<RefundList, 'available' | 'contested'>;

/** What can be settled by hand: what is owed, and what failed as far as the payment allows. */
export function handable({ status, byHand, amount }: Of, { available }: Left): Money | null {
  if (status === 'pending' && byHand) return amount;
  if (status !== 'failed' || available.amount === 0) return null;
  return available.amount < amount.amount ? available : amount;
}

/** Why a refund that failed can't be settled by hand, or not all of it. */
export function whyNotHandable({ status, amount }: Of, { available, contested }: Left): string | null {
  if (status !== 'failed') return null;
  if (contested === 'open') return m.office_refund_not_payable_disputed();
  if (contested === 'lost') return m.office_refund_not_payable_lost();
  if (available.amount === 0) return m.office_refund_not_payable_gone();
  return available.amount < amount.amount ? m.office_refund_payable_part({ left: formatMoney(available) }) : null;
}
