import type { BookingView } from '#contract/booking/booking.ts';
import type { MoneyAmount } from '#domain/money.ts';

/**
 * The money that can be refunded now, the part that waits for a bank's decision, and the part that the organizer refunds
 * outside Stripe when `goesBack` is refunded. Like the box office, it takes the newest payment first.
 */
export function moneyLeft({ payments, total }: Pick<BookingView, 'payments' | 'total'>, goesBack = Infinity) {
  const money = (amount: number): MoneyAmount => ({ amount, currency: total.currency });
  const sum = (of: (payment: BookingView['payments'][number]) => number) =>
    money(payments.reduce((all, payment) => all + of(payment), 0));
  let rest = goesBack;
  return {
    left: sum(({ available }) => available.amount),
    byHand: sum(({ available, method }) => {
      const part = Math.min(rest, available.amount);
      rest -= part;
      return method === 'stripe' ? 0 : part;
    }),
    withBank: sum(({ withBank }) => withBank.amount),
  };
}
