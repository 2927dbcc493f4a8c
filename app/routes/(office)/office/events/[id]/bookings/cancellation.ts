import type { BookingView } from '#contract/booking/booking.ts';
import { moneyLeft } from './money-left.ts';

/** The fields of a cancellation, of a booking or of some of its tickets. */
export interface CancellationDraft {
  refund: boolean;
  /** For what Stripe did not take: whether it is handed over now, or later. */
  handOver: 'now' | 'later';
  reason: string;
}

export const newCancellation = (booking: BookingView): CancellationDraft => ({
  refund: moneyLeft(booking).left.amount > 0,
  handOver: 'now',
  reason: '',
});

export const cancellationOf = ({ refund, handOver, reason }: CancellationDraft) => ({
  refund,
  handOver,
  ...(reason.trim() && { reason }),
});
