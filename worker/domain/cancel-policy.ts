import { roundHalfUp } from './price.ts';
import { chargeStepMinor } from './stripe-amount.ts';

/** Until when buyers may cancel by themselves, and what the organizer keeps of the price. */
export interface CancelPolicy {
  startsAt: Date;
  /** Null: they may not. */
  cancelUntilHours: number | null;
  cancelFeeFixedMinor: number;
  cancelFeeBasisPoints: number;
  currency: string;
}

/** What is kept of a booking's price when the buyer cancels now; null where they may not. */
export function keptWhenCancelled(policy: CancelPolicy, totalMinor: number, now: Date): number | null {
  if (policy.cancelUntilHours === null) return null;
  if (now.getTime() > policy.startsAt.getTime() - policy.cancelUntilHours * 3_600_000) return null;
  // In steps that can be charged: what is left is paid back by Stripe.
  const step = chargeStepMinor(policy.currency);
  return policy.cancelFeeFixedMinor + step * roundHalfUp(totalMinor * policy.cancelFeeBasisPoints, 10_000 * step);
}
