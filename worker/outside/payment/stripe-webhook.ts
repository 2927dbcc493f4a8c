import Stripe from 'stripe';
import type { StripeMetadata, StripeNews, WebhookRead } from '../../deps.ts';
import type { StripeSettings } from '../../env.ts';
import type { PaymentReport } from '#domain/payment/payment.ts';
import { refusal } from '#domain/refusal.ts';
import { fromStripeAmount } from '#domain/stripe-amount.ts';
import { readMetadata } from './stripe-metadata.ts';
import { declineReport, disputeReport, idOf, refundReport, sessionReport } from './stripe-report.ts';

/** As Stripe advises: older signatures are replays (https://docs.stripe.com/webhooks#verify-official-libraries). */
const TOLERANCE_SECONDS = 300;
const crypto = Stripe.createSubtleCryptoProvider();

type Keys = Pick<StripeSettings, 'webhookSecrets' | 'liveMode'>;
type Webhook = { body: string; signature: string };

/**
 * Returns the event if one of the secrets signed it, recently and in the key's mode, else why not. Several secrets are
 * valid during a rotation.
 */
export async function readStripeNews(stripe: Stripe, keys: Keys, webhook: Webhook): Promise<WebhookRead> {
  for (const secret of keys.webhookSecrets) {
    const read = await signed(stripe, webhook, secret);
    if (!read) continue;
    const { event } = read;
    if (!isRecent(webhook.signature)) return refusal('signature_expired');
    if (!isWhole(event)) return refusal('stripe_event_malformed');
    if (event.livemode !== keys.liveMode) return refusal('stripe_other_mode');
    return { ok: true, news: newsOf(event) };
  }
  return refusal('invalid_signature');
}

/** Whatever the signature's age: the library would call an old one wrong. */
async function signed(
  stripe: Stripe,
  { body, signature }: Webhook,
  secret: string,
): Promise<{ event: Stripe.Event } | null> {
  try {
    const tolerance = Number.MAX_SAFE_INTEGER;
    return { event: await stripe.webhooks.constructEventAsync(body, signature, secret, tolerance, crypto) };
  } catch (error) {
    // Anything else than a wrong signature: the signed body is no JSON.
    return error instanceof Stripe.errors.StripeSignatureVerificationError ? null : { event: {} as Stripe.Event };
  }
}

function isRecent(signature: string): boolean {
  const signedAt = Number(/(?:^|,)\s*t=(\d+)/.exec(signature)?.[1]);
  return Math.abs(Date.now() / 1000 - signedAt) <= TOLERANCE_SECONDS;
}

/** A signed payload may still be malformed: a leaked secret, or another version of the API. */
function isWhole(event: Stripe.Event): boolean {
  const object = event?.data?.object as { id?: unknown; metadata?: unknown } | null | undefined;
  // PostgreSQL stores no NUL: a payload that can never be stored is refused for good.
  if (JSON.stringify(event).includes('\\u0000')) return false;
  const isTold = typeof event?.id === 'string' && typeof event.type === 'string' && isMoment(event.created);
  if (!isTold || typeof object !== 'object' || object === null) return false;
  const { metadata } = object;
  if (metadata !== undefined && metadata !== null && typeof metadata !== 'object') return false;
  if (event.type.startsWith('checkout.session.')) return isSession(object);
  return !/^(refund|charge\.dispute)\./.test(event.type) || isMoneyBack(object);
}

const isMoment = (seconds: unknown) => Number.isInteger(seconds) && Math.abs(seconds as number) < 8.64e12;

function isSession(object: Partial<Record<keyof Stripe.Checkout.Session, unknown>>): boolean {
  const { id, amount_total: amount, currency } = object;
  const isMissing = (value: unknown) => value === undefined || value === null;
  const isAmount = isMissing(amount) || (Number.isSafeInteger(amount) && (amount as number) >= 0);
  return typeof id === 'string' && isAmount && (isMissing(currency) || typeof currency === 'string');
}

/** A refund or a dispute, with the amount refunded or disputed. */
function isMoneyBack(object: Partial<Record<keyof Stripe.Dispute, unknown>>): boolean {
  const { id, amount, currency, status, evidence_details: evidence } = object;
  const dueBy = (evidence as { due_by?: unknown } | null | undefined)?.due_by ?? 0;
  const isAmount = Number.isSafeInteger(amount) && (amount as number) >= 0;
  return [id, currency, status].every((text) => typeof text === 'string') && isAmount && isMoment(dueBy);
}

function newsOf(event: Stripe.Event): StripeNews {
  const mark = { id: event.id, type: event.type, occurredAt: new Date(event.created * 1000).toISOString() };
  return { event: mark, about: aboutOf(event) };
}

function aboutOf(event: Stripe.Event): StripeNews['about'] {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.expired':
      return aboutPayment(event.data.object, sessionReport(event.data.object));
    case 'payment_intent.payment_failed':
      return aboutPayment(event.data.object, declineReport(event.data.object));
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
      return aboutRefund(event.data.object);
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
      return aboutDispute(event.data.object);
    default:
      return null;
  }
}

function aboutPayment(object: { metadata: Stripe.Metadata | null }, payment: PaymentReport): StripeNews['about'] {
  const metadata = readMetadata(object.metadata);
  return metadata && { metadata, payment };
}

function aboutRefund(object: Stripe.Refund): StripeNews['about'] {
  const refund = refundReport(object);
  const { refundId, ...metadata } = readMetadata(object.metadata) ?? {};
  if (refundId) return { metadata: { ...(metadata as StripeMetadata), refundId }, refund };
  const stripePaymentIntentId = idOf(object.payment_intent);
  const amountMinor = fromStripeAmount({ amount: object.amount, currency: object.currency.toUpperCase() });
  return stripePaymentIntentId ? { stripePaymentIntentId, refund, amountMinor } : null;
}

function aboutDispute(object: Stripe.Dispute): StripeNews['about'] {
  const stripePaymentIntentId = idOf(object.payment_intent);
  return stripePaymentIntentId ? { stripePaymentIntentId, dispute: disputeReport(object) } : null;
}
