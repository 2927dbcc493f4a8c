import type { RefundDue, Deps } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

/** Marks a refund that Stripe could not pay as paid by other means; for staff. */
export async function settleRefundOutsideStripe(
  deps: Pick<Deps, 'rooms' | 'payments'>,
  caller: Caller,
  refundId: string,
): Promise<Outcome<{ refund: RefundDue }>> {
  if (caller.kind !== 'user') return notAllowed(caller);
  const refund = await deps.payments.findRefund(refundId);
  if (!refund || !may(caller, 'VIEW_BOOKING', refund.eventId)) return refusal('not_found');
  if (!may(caller, 'EDIT_BOOKING', refund.eventId)) return notAllowed(caller);
  const settled = await deps.rooms.boxOffice(refund.eventId).submit({
    kind: 'settle_refund',
    bookingId: refund.bookingId,
    paymentId: refund.paymentId,
    refundId,
    amountMinor: null,
    report: { state: 'succeeded', stripeRefundId: null },
    stripeEvent: null,
    byHand: { userId: caller.user.id },
  });
  if (!settled.ok) return settled;
  // It can be less than what failed: other refunds may have covered a part.
  return { ok: true, refund: (await deps.payments.findRefund(refundId)) ?? refund };
}
