import type { Delivery, StripeGateway } from '../../deps.ts';
import type { StripeTaskDeps } from './stripe-task.ts';

/** Has Stripe pay a refund; its id is Stripe's idempotency key, so that a repetition never pays twice. */
export async function refundPayment(
  deps: StripeTaskDeps,
  stripe: StripeGateway,
  task: { refundId: string },
): Promise<Delivery> {
  const refund = await deps.payments.findRefund(task.refundId);
  if (!refund) return { ok: false, again: false, why: 'There is no such refund.' };
  if (refund.status !== 'pending') return { ok: true };
  if (!refund.stripePaymentIntentId)
    return { ok: false, again: false, why: 'The payment has no PaymentIntent to refund.' };
  const { id: refundId, eventId, bookingId, paymentId, amountMinor, currency, stripePaymentIntentId } = refund;
  const metadata = { deployment: await deps.payments.deploymentId(), eventId, bookingId, paymentId, refundId };
  const report = await stripe.refund({ refundId, stripePaymentIntentId, amountMinor, currency, metadata });
  const settled = await deps.rooms.boxOffice(eventId).submit({
    kind: 'settle_refund',
    bookingId,
    refundId,
    paymentId,
    amountMinor,
    report,
    stripeEvent: null,
  });
  return settled.ok ? { ok: true } : { ok: false, again: true, why: `The box office answered ${settled.code}.` };
}
