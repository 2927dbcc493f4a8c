import type { PaymentPlace, StripeGateway, StripeNews, Deps } from '../../deps.ts';
import type { Command } from '#domain/box-office/command.ts';
import { PaymentProviderUnavailable } from '#domain/payment/provider-unavailable.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

type NewsDeps = Pick<Deps, 'rooms' | 'log' | 'payments' | 'stripe'>;
type About = NonNullable<StripeNews['about']>;
type Taken = Outcome<{ outcome: string }>;

/** Applies an event of Stripe's webhook. Events about other shops are ignored; after a refusal Stripe sends it again. */
export async function takeStripeNews(deps: NewsDeps, body: string, signature: string): Promise<Taken> {
  if (!deps.stripe) return refusal('stripe_not_configured', { variable: 'STRIPE_SECRET_KEY' });
  const read = await deps.stripe.readWebhook(body, signature);
  if (!read.ok) return read;
  const { news } = read;
  if (!news.about) return ignored;
  try {
    const place = await placeOf(deps, deps.stripe, news.about);
    return place ? await apply(deps, place, { about: news.about, stripeEvent: news.event }) : ignored;
  } catch (error) {
    if (error instanceof PaymentProviderUnavailable) return refusal('payment_provider_unavailable');
    throw error;
  }
}

const ignored: Taken = { ok: true, outcome: 'ignored' };

/** Several deployments can share one Stripe account, and so can other shops. */
async function placeOf(deps: NewsDeps, stripe: StripeGateway, about: About): Promise<PaymentPlace | null> {
  if ('metadata' in about) return ours(deps, about.metadata);
  const { stripePaymentIntentId } = about;
  const known = await deps.payments.findByIntent(stripePaymentIntentId);
  if (known) return known;
  // The payment's own event may be late or lost: a refunded payment must not become tickets.
  const metadata = await stripe.findMetadata(stripePaymentIntentId);
  return metadata && ours(deps, metadata);
}

const ours = async ({ payments }: NewsDeps, { deployment, ...place }: PaymentPlace & { deployment: string }) =>
  deployment === (await payments.deploymentId()) ? place : null;

async function apply(
  deps: NewsDeps,
  { eventId, bookingId, paymentId }: PaymentPlace,
  { about, stripeEvent }: { about: About; stripeEvent: StripeNews['event'] },
): Promise<Taken> {
  const room = deps.rooms.boxOffice(eventId);
  const of = { bookingId, paymentId, stripeEvent };
  if ('payment' in about) return outcomeOf(await room.submit({ kind: 'settle', ...of, report: about.payment }));
  if ('dispute' in about) return outcomeOf(await room.submit({ kind: 'settle_dispute', ...of, report: about.dispute }));
  return outcomeOf(await room.submit({ kind: 'settle_refund', ...of, ...refundOf(about), report: about.refund }));
}

/** A refund without our metadata was made in Stripe's dashboard; the box office records it. */
function refundOf(about: Extract<About, { refund: object }>): Pick<SettleRefund, 'refundId' | 'amountMinor'> {
  if ('metadata' in about) return { refundId: about.metadata.refundId, amountMinor: null };
  return { refundId: null, amountMinor: about.amountMinor };
}
type SettleRefund = Extract<Command, { kind: 'settle_refund' }>;

/** For a deleted event another delivery would change nothing, so Stripe is told that all is well. */
const outcomeOf = (settled: Outcome<{ settlement: string }>): Taken => {
  if (settled.ok) return { ok: true, outcome: settled.settlement };
  return settled.code === 'not_found' ? { ok: true, outcome: 'unknown' } : settled;
};
