import Stripe from 'stripe';
import type { CheckoutRequest, CheckoutSession, RefundRequest, StripeGateway, StripeMetadata } from '../../deps.ts';
import type { RefundReport } from '#domain/payment/payment.ts';
import { toStripeAmount } from '#domain/stripe-amount.ts';
import { PaymentProviderUnavailable } from '#domain/payment/provider-unavailable.ts';
import { readMetadata } from './stripe-metadata.ts';
import { feeOf, refundReport, sessionReport } from './stripe-report.ts';
import { readStripeNews } from './stripe-webhook.ts';
import type { StripeSettings } from '../../env.ts';
import type { Log } from '../../ground.ts';

/** Checkout Sessions, refunds and signed webhooks with Stripe's own client, over fetch. */
export function createStripeGateway(options: StripeSettings, log: Log): StripeGateway {
  const stripe = new Stripe(options.secretKey, {
    ...addressOf(options.apiBase),
    httpClient: Stripe.createFetchHttpClient(),
    timeout: 10_000,
    maxNetworkRetries: 1,
    telemetry: false,
  });
  const ask = <T>(call: Promise<T>) => call.catch((error: unknown) => Promise.reject(unavailable(error, log)));
  return {
    createSession: (request) => createSession(stripe, request, log),
    findSession: async (id) => toSession(await ask(stripe.checkout.sessions.retrieve(id))),
    expireSession: (id) => expireSession(stripe, id, ask),
    refund: (request) => refund(stripe, request, log),
    findRefund: async (id) => refundReport(await ask(stripe.refunds.retrieve(id))),
    findFee: async (id) => {
      const expand = ['latest_charge.balance_transaction'];
      return feeOf(await ask(stripe.paymentIntents.retrieve(id, { expand })));
    },
    findMetadata: (id) => findMetadata(stripe, id, ask),
    readWebhook: (body, signature) => readStripeNews(stripe, options, { body, signature }),
  };
}

async function createSession(
  stripe: Stripe,
  request: CheckoutRequest,
  log: Log,
): ReturnType<StripeGateway['createSession']> {
  const parameters = parametersOf(request);
  if (!parameters) return { ok: false, reason: 'refused', message: `Stripe can't charge this in ${request.currency}` };
  try {
    const session = await stripe.checkout.sessions.create(parameters, { idempotencyKey: request.paymentId });
    return { ok: true, session: toSession(session) };
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError) || isPassing(error)) throw unavailable(error, log);
    log.error('Stripe refused a Checkout Session', {
      paymentId: request.paymentId,
      type: error.type,
      error: error.message,
    });
    const changed = error instanceof Stripe.errors.StripeIdempotencyError;
    return { ok: false, reason: changed ? 'changed' : 'refused', message: error.message };
  }
}

/** A session that has already ended can't be expired: then we ask how it ended. */
async function expireSession(
  stripe: Stripe,
  id: string,
  ask: <T>(call: Promise<T>) => Promise<T>,
): Promise<CheckoutSession> {
  try {
    return toSession(await stripe.checkout.sessions.expire(id));
  } catch {
    return toSession(await ask(stripe.checkout.sessions.retrieve(id)));
  }
}

async function findMetadata(
  stripe: Stripe,
  id: string,
  ask: <T>(call: Promise<T>) => Promise<T>,
): Promise<StripeMetadata | null> {
  const absent = (error: unknown) =>
    error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404 ? null : Promise.reject(error);
  const intent = await ask(stripe.paymentIntents.retrieve(id).catch(absent));
  return intent && readMetadata(intent.metadata);
}

async function refund(stripe: Stripe, request: RefundRequest, log: Log): Promise<RefundReport> {
  const { refundId, stripePaymentIntentId, amountMinor, currency, metadata } = request;
  const amount = toStripeAmount({ amount: amountMinor, currency });
  if (amount === null) return { state: 'failed', stripeRefundId: null, reason: `Stripe can't pay this in ${currency}` };
  try {
    const made = await stripe.refunds.create(
      { payment_intent: stripePaymentIntentId, amount, metadata: { ...metadata, refundId } },
      { idempotencyKey: refundId },
    );
    return refundReport(made);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError) || isPassing(error)) throw unavailable(error, log);
    return { state: 'failed', stripeRefundId: null, reason: error.message };
  }
}

function parametersOf(request: CheckoutRequest): Stripe.Checkout.SessionCreateParams | null {
  const lineItems = lineItemsOf(request);
  if (!lineItems) return null;
  const metadata = {
    deployment: request.deploymentId,
    eventId: request.eventId,
    bookingId: request.bookingId,
    paymentId: request.paymentId,
  };
  return {
    mode: 'payment',
    line_items: lineItems,
    // Only methods that answer right away, so that no places wait for a bank, and that charge exactly the amount we
    // asked for.
    allowed_payment_method_types: ['card'],
    adaptive_pricing: { enabled: false },
    customer_email: request.email,
    client_reference_id: request.reference,
    expires_at: Math.floor(Date.parse(request.expiresAt) / 1000),
    success_url: request.successUrl,
    cancel_url: request.cancelUrl,
    metadata,
    payment_intent_data: { metadata, description: request.reference },
  };
}

/** Null where the displayed amount can't be charged exactly: then nothing is charged. */
function lineItemsOf({ lines, currency }: CheckoutRequest) {
  const items: Stripe.Checkout.SessionCreateParams.LineItem[] = [];
  for (const { name, quantity, unitAmountMinor } of lines) {
    const amount = toStripeAmount({ amount: unitAmountMinor, currency });
    if (amount === null) return null;
    const price = { currency: currency.toLowerCase(), unit_amount: amount, product_data: { name } };
    items.push({ quantity, price_data: price });
  }
  return items;
}

const toSession = (session: Stripe.Checkout.Session): CheckoutSession => ({
  id: session.id,
  url: session.url,
  report: sessionReport(session),
});

/** Responses that say nothing about the request: retry. */
const isPassing = (error: InstanceType<typeof Stripe.errors.StripeError>) =>
  error.statusCode === undefined ||
  error.statusCode === 409 ||
  error.statusCode === 429 ||
  error.statusCode === 401 ||
  error.statusCode >= 500;

function unavailable(error: unknown, log: Log): PaymentProviderUnavailable {
  log.error('Stripe does not answer as it should', { error: String(error) });
  return new PaymentProviderUnavailable('Stripe is out of reach', { cause: error });
}

function addressOf(apiBase: string | undefined): Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> {
  if (!apiBase) return {};
  const { hostname, port, protocol } = new URL(apiBase);
  const scheme = protocol === 'http:' ? 'http' : 'https';
  return { host: hostname, port: port || (scheme === 'http' ? 80 : 443), protocol: scheme };
}
