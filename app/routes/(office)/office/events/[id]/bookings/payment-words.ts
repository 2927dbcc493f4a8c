import { m } from '$messages';
import type { BookingView } from '#contract/booking/booking.ts';
import { formatDate } from '$lib/format-date.ts';
import { formatMoney } from '$lib/format-money.ts';

type Method = BookingView['payments'][number]['method'] | BookingView['method'];
const METHODS: Record<Method, () => string> = {
  stripe: m.office_method_stripe,
  at_door: m.office_method_at_door,
  cash: m.office_method_cash,
  card_terminal: m.office_method_card_terminal,
  complimentary: m.office_method_complimentary,
};
const HINTS: Record<Method, () => string> = {
  complimentary: m.office_method_complimentary_hint,
  cash: m.office_method_cash_hint,
  card_terminal: m.office_method_card_terminal_hint,
  at_door: m.office_method_at_door_hint,
  stripe: m.office_method_stripe_hint,
};
const PAID: Record<BookingView['payments'][number]['method'], () => string> = {
  stripe: m.office_paid_by_card,
  cash: m.office_paid_in_cash,
  card_terminal: m.office_paid_at_terminal,
};
/** The effect of a payment method on a booking that staff make. */
export const methodHint = (method: Method): string => HINTS[method]();
export const methodName = (method: Method): string => METHODS[method]();

/** The payment of a booking, in a sentence. */
export function paymentWords(booking: BookingView): string {
  const { total, status, method, releasing, holdExpiresAt, event, dueAtDoor } = booking;
  if (method === 'complimentary') return m.office_pay_complimentary();
  if (total.amount === 0) return m.office_pay_nothing();
  if (releasing) return m.office_pay_releasing();
  const paid = booking.payments.find((payment) => payment.status === 'succeeded');
  if (paid) return PAID[paid.method]();
  if (status !== 'pending_payment') return m.office_pay_none();
  const time = holdExpiresAt ? formatDate(holdExpiresAt, 'full', event.timeZone) : '';
  if (dueAtDoor) return m.office_pay_at_door({ amount: formatMoney(dueAtDoor), time });
  const code = booking.payment?.lastDeclineCode;
  return code ? m.office_pay_declined({ code, time }) : m.office_pay_waiting({ time });
}
