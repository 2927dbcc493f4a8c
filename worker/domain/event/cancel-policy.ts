import { roundHalfUp } from '../price.ts';
import { chargeStepMinor } from '../stripe-amount.ts';

/** Until when buyers may cancel by themselves, and what the organizer keeps of the price. */
export interface CancelPolicy {
  startsAt: Date;
  /** Null: they may not. */
  cancelUntilHours: number | null;
  cancelFeeFixedMinor: number;
  cancelFeeBasisPoints: number;
  currency: string;
}

/** Why buyers can't cancel by themselves. */
export const NOT_CANCELLABLE = ['policy', 'too_late', 'checked_in', 'transferred'] as const;

/** The last moment at which they may; null where there is none. */
export const cancellableUntil = ({ cancelUntilHours, startsAt }: CancelPolicy): Date | null =>
  cancelUntilHours === null ? null : new Date(startsAt.getTime() - cancelUntilHours * 3_600_000);

/** What is kept of a booking's price when the buyer cancels now; null where they may not. */
export function keptWhenCancelled(policy: CancelPolicy, totalMinor: number, now: Date): number | null {
  const until = cancellableUntil(policy);
  if (until === null || now > until) return null;
  // In steps that can be charged: what is left is paid back by Stripe. What a fixed fee has beyond a step is not kept.
  const step = chargeStepMinor(policy.currency);
  const fixed = Math.floor(policy.cancelFeeFixedMinor / step);
  return step * (fixed + roundHalfUp(totalMinor * policy.cancelFeeBasisPoints, 10_000 * step));
}
