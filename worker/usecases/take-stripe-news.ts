import type { BookingDeps, Core } from '../deps.ts';
import { refusal, type Outcome } from '../domain/refusal.ts';

type NewsDeps = Pick<Core, 'rooms' | 'log'> & Pick<BookingDeps, 'payments' | 'stripe'>;

/** Stripe's webhook. What is about nothing of ours is taken and forgotten; a refusal means: tell us again. */
export async function takeStripeNews(
  deps: NewsDeps,
  body: string,
  signature: string,
): Promise<Outcome<{ outcome: string }>> {
  if (!deps.stripe) return refusal('stripe_not_configured', { variable: 'STRIPE_SECRET_KEY' });
  const news = await deps.stripe.readWebhook(body, signature);
  if (!news) return refusal('invalid_signature');
  const { event: stripeEvent, about } = news;
  if (!about || about.metadata.deployment !== (await deps.payments.deploymentId()))
    return { ok: true, outcome: 'ignored' };
  const { eventId, bookingId, paymentId, refundId } = about.metadata;
  const room = deps.rooms.boxOffice(eventId);
  if ('payment' in about)
    return outcomeOf(await room.submit({ kind: 'settle', bookingId, paymentId, report: about.payment, stripeEvent }));
  if (refundId === undefined) return { ok: true, outcome: 'ignored' };
  return outcomeOf(
    await room.submit({
      kind: 'settle_refund',
      bookingId,
      refundId,
      paymentId,
      amountMinor: null,
      report: about.refund,
      stripeEvent,
    }),
  );
}

/** An event that is gone is nothing that Stripe could tell better the next time. */
const outcomeOf = (settled: Outcome<{ settlement: string }>): Outcome<{ outcome: string }> => {
  if (settled.ok) return { ok: true, outcome: settled.settlement };
  return settled.code === 'not_found' ? { ok: true, outcome: 'unknown' } : settled;
};
