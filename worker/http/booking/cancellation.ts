import type { BookingView } from '#contract/booking/booking.ts';
import type { BookingFound } from '../../deps.ts';
import { cancellableUntil, keptWhenCancelled } from '#domain/event/cancel-policy.ts';

type Viewed = Pick<BookingFound, 'booking' | 'event' | 'policy' | 'wasIn' | 'payments' | 'organizer'>;
type Cancellation = Pick<BookingView, 'cancellation' | 'notCancellable'>;

/** Returns what would be refunded, or why the buyer can't cancel: checked in, transferred, or not allowed by the policy. */
export function viewCancellation(viewed: Viewed, now: Date): Cancellation {
  const { booking, event, policy, payments } = viewed;
  if (booking.status !== 'confirmed' || event.status !== 'published') return none;
  const kept = keptWhenCancelled(policy, booking.totalMinor, now);
  const reason = reasonAgainst(viewed, kept);
  if (reason !== null) return { ...none, notCancellable: refused(viewed, reason) };
  // Disputed money isn't refunded by cancelling.
  const left = payments.reduce((sum, { availableMinor }) => sum + availableMinor, 0);
  return { ...none, cancellation: { refund: { amount: Math.max(0, left - (kept ?? 0)), currency: booking.currency } } };
}

const none: Cancellation = { cancellation: null, notCancellable: null };
type Reason = NonNullable<BookingView['notCancellable']>['reason'];

/** Checks in the order in which the box office refuses. */
function reasonAgainst({ booking, policy, wasIn }: Viewed, kept: number | null): Reason | null {
  if (kept === null) return policy.cancelUntilHours === null ? 'policy' : 'too_late';
  if (wasIn) return 'checked_in';
  const isTransferred = booking.tickets.some(({ status, holderEmail }) => status === 'valid' && holderEmail !== null);
  return isTransferred ? 'transferred' : null;
}

const refused = ({ policy, organizer }: Viewed, reason: Reason): Cancellation['notCancellable'] => ({
  reason,
  until: cancellableUntil(policy)?.toISOString() ?? null,
  organizer,
});
