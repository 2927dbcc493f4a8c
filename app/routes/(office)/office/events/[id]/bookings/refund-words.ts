import { m } from '$messages';
import type { RefundDetail, RefundList } from '#contract/payment/refund.ts';
import type { Refused } from '$lib/api.ts';
import type { MoneyAmount } from '#domain/money.ts';
import { formatMoney } from '$lib/format-money.ts';

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

/** The reason of a refund: a code in words, or the text that staff wrote. */
export const refundReason = (reason: string): string => CODES[reason]?.() ?? reason;

/** The message of a refused refund, with the amount that is left where it was too large. */
export function refusedRefund(answer: Refused): string {
  if (answer.code !== 'refund_too_large') return answer.message;
  const { availableMinor, currency } = answer.details as { availableMinor: number; currency: string };
  return m.office_refund_left({ left: formatMoney({ amount: availableMinor, currency }) });
}

type Of = Pick<RefundDetail, 'status' | 'byHand' | 'amount'>;
type Left = Pick<RefundList, 'available' | 'contested'>;

/** The amount that can be settled outside Stripe: what is owed, or what failed as far as the payment allows. */
export function handable({ status, byHand, amount }: Of, { available }: Left): MoneyAmount | null {
  if (status === 'pending' && byHand) return amount;
  if (status !== 'failed' || available.amount === 0) return null;
  return available.amount < amount.amount ? available : amount;
}

/** The reason why a failed refund can't be settled outside Stripe, or not in full. */
export function whyNotHandable({ status, amount }: Of, { available, contested }: Left): string | null {
  if (status !== 'failed') return null;
  if (contested === 'open') return m.office_refund_not_payable_disputed();
  if (contested === 'lost') return m.office_refund_not_payable_lost();
  if (available.amount === 0) return m.office_refund_not_payable_gone();
  return available.amount < amount.amount ? m.office_refund_payable_part({ left: formatMoney(available) }) : null;
}
