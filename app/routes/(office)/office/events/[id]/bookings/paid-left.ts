import type { BookingView } from '$contract/booking.ts';
import type { Money } from '$lib/format-money.ts';

/** What was paid for a booking and has not gone back. */
export function paidLeft({ payments, total }: Pick<BookingView, 'payments' | 'total'>): Money {
  const amount = payments
    .filter((payment) => payment.status === 'succeeded')
    .reduce((sum, payment) => sum + (payment.paid ?? payment.amount).amount - payment.refunded.amount, 0);
  return { amount, currency: total.currency };
}
