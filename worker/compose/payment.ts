import type { Log, PaymentDeps, StripeGateway } from '../deps.ts';
import type { Settings, StripeSettings } from '../env.ts';
import { createStripeGateway } from '../outside/payment/stripe.ts';

const gateways = new WeakMap<StripeSettings, StripeGateway>();

/** Stripe for requests; null without its keys. */
export const composePayment = (settings: Settings, log: Log): PaymentDeps => ({
  stripe: settings.stripe && stripeGateway(settings.stripe, log),
});

/** One per isolate: Stripe's client holds no connection, and is not cheap to make. */
function stripeGateway(settings: StripeSettings, log: Log): StripeGateway {
  const made = gateways.get(settings) ?? createStripeGateway(settings, log);
  gateways.set(settings, made);
  return made;
}
