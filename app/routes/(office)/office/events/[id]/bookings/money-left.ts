import type { BookingView } from '$contract/booking.ts';
import type { Money } from '$lib/format-money.ts';

/** What may go back now, what of it somebody has to hand over, and what waits for a bank's decision. */
export function moneyLeft({ payments, total }: Pick<BookingView, 'payments' | 'total'>) {
  const money = (amount: number): Money => ({ amount, currency: total.currency });
  const sum = (of: (payment: BookingView['payments'][number]) => number) =>
    money(payments.reduce((all, payment) => all + of(payment), 0));
  return {
    left: sum(({ available }) => available.amount),
    byHand: sum(({ available, method }) => (method === 'stripe' ? 0 : available.amount)),
    withBank: sum(({ withBank }) => withBank.amount),
  };
}
