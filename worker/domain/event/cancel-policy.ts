import type { EventFields } from './event.ts';
import { roundHalfUp } from '../price.ts';
import { chargeStepMinor } from '../stripe-amount.ts';

/** Until when buyers may cancel, and the fee that the organizer keeps. */
export type CancelPolicy = Pick<
  EventFields,
  'startsAt' | 'cancelUntilHours' | 'cancelFeeFixedMinor' | 'cancelFeeBasisPoints' | 'currency'
>;

/** Why a buyer can't cancel. */
export const NOT_CANCELLABLE = ['policy', 'too_late', 'checked_in', 'transferred'] as const;

/** The last moment at which they may; null where there is none. */
export const cancellableUntil = ({ cancelUntilHours, startsAt }: CancelPolicy): Date | null =>
  cancelUntilHours === null ? null : new Date(startsAt.getTime() - cancelUntilHours * 3_600_000);

/** The fee if the buyer cancels now; null where they may not. */
export function keptWhenCancelled(policy: CancelPolicy, totalMinor: number, now: Date): number | null {
  const until = cancellableUntil(policy);
  if (until === null || now > until) return null;
  // In steps that can be charged, because Stripe refunds the remainder. The part of a fixed fee beyond a step isn't
  // kept.
  const step = chargeStepMinor(policy.currency);
  const fixed = Math.floor(policy.cancelFeeFixedMinor / step);
  return step * (fixed + roundHalfUp(totalMinor * policy.cancelFeeBasisPoints, 10_000 * step));
}
