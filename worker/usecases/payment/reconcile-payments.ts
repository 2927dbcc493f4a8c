import type { OpenAtStripe, RefundAtStripe, StripeGateway, Deps } from '../../deps.ts';
import { PaymentProviderUnavailable } from '#domain/payment/provider-unavailable.ts';

type ReconcileDeps = Pick<Deps, 'rooms' | 'log' | 'payments' | 'stripe'>;

const MOST = 100;
/** At most 20 a second, well within Stripe's rate limits for an account. */
const GAP_MS = 50;

/** Asks Stripe about payments and refunds that have been open for long, in case a webhook was lost, and applies its answers. */
export async function reconcilePayments(deps: ReconcileDeps): Promise<{ payments: number; refunds: number }> {
  const done = { payments: 0, refunds: 0 };
  const { stripe } = deps;
  if (!stripe) return done;
  try {
    for (; done.payments < MOST; done.payments++) {
      const open = await deps.payments.claimUnchecked();
      if (!open) break;
      await Promise.all([comparePayment(deps, stripe, open), pause()]);
    }
    for (; done.refunds < MOST; done.refunds++) {
      const refund = await deps.payments.claimUncheckedRefund();
      if (!refund) break;
      await Promise.all([compareRefund(deps, stripe, refund), pause()]);
    }
  } catch (error) {
    // The others would fail the same way; a later heartbeat continues.
    if (!(error instanceof PaymentProviderUnavailable)) throw error;
  }
  return done;
}

async function comparePayment(deps: ReconcileDeps, stripe: StripeGateway, open: OpenAtStripe): Promise<void> {
  const { eventId, bookingId, paymentId, stripeSessionId } = open;
  const { report } = await stripe.findSession(stripeSessionId);
  if (report.state === 'open') return;
  const settled = await deps.rooms
    .boxOffice(eventId)
    .submit({ kind: 'settle', bookingId, paymentId, report, stripeEvent: null });
  deps.log.warn('a payment was settled without a webhook', { paymentId, ...settled, payment: undefined });
}

async function compareRefund(deps: ReconcileDeps, stripe: StripeGateway, refund: RefundAtStripe): Promise<void> {
  const { eventId, stripeRefundId, ...of } = refund;
  const report = await stripe.findRefund(stripeRefundId);
  if (report.state === 'pending') return;
  await deps.rooms
    .boxOffice(eventId)
    .submit({ kind: 'settle_refund', ...of, amountMinor: null, report, stripeEvent: null });
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, GAP_MS));
