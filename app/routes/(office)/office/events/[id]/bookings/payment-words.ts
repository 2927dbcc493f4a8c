import { m } from '$messages';
import type { BookingView } from '$contract/booking.ts';
import { formatDate } from '$lib/format-date.ts';

/** Where the money of a booking is, in a sentence. */
export function paymentWords({ total, payment, status, releasing, holdExpiresAt, event }: BookingView): string {
  if (total.amount === 0) return m.office_pay_nothing();
  if (releasing) return m.office_pay_releasing();
  if (payment?.status === 'succeeded') return m.office_pay_succeeded();
  if (status === 'pending_payment') {
    const time = holdExpiresAt ? formatDate(holdExpiresAt, 'time', event.timeZone) : '';
    return payment?.lastDeclineCode
      ? m.office_pay_declined({ code: payment.lastDeclineCode, time })
      : m.office_pay_waiting({ time });
  }
  return m.office_pay_none();
}
