import type { BookingView } from '#contract/booking/booking.ts';
import { shareAt } from '#domain/ticket/share.ts';
import type { MoneyAmount } from '#domain/money.ts';

/** The price of these tickets together: the refund when they are cancelled. */
export function shareOf({ lines, tickets, total }: BookingView, ids: readonly string[]): MoneyAmount {
  const priced = lines.map((line) => ({ places: line.places, totalMinor: line.total.amount }));
  const chosen = tickets.filter(({ id }) => ids.includes(id));
  const amount = chosen.reduce((sum, { position }) => sum + shareAt(priced, position, total.currency), 0);
  return { amount, currency: total.currency };
}
