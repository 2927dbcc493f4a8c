import { m } from '$messages';
import type { Refused } from '$lib/api.ts';
import { formatMoney } from '$lib/format-money.ts';

const CODES: Record<string, () => string> = {
  places_gone: m.office_refund_places_gone,
  paid_twice: m.office_refund_paid_twice,
  event_cancelled: m.office_refund_event_cancelled,
  booking_cancelled: m.office_refund_booking_cancelled,
  tickets_cancelled: m.office_refund_tickets_cancelled,
  stripe_dashboard: m.office_refund_stripe_dashboard,
  dispute_lost: m.office_refund_dispute_lost,
};

/** Why money went back: a code of ours in words, or what somebody wrote. */
export const refundReason = (reason: string): string => CODES[reason]?.() ?? reason;

/** Why a refund is refused, with the sum that is left where that is the reason. */
export function refusedRefund(answer: Refused): string {
  if (answer.code !== 'refund_too_large') return answer.message;
  const { availableMinor, currency } = answer.details as { availableMinor: number; currency: string };
  return m.office_refund_left({ left: formatMoney({ amount: availableMinor, currency }) });
}
