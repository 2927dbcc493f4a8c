import type { Db } from '../db/client.ts';
import { createPaymentStore } from '../db/payment/store.ts';
import { createReceiptStore } from '../db/payment/receipt-store.ts';
import type { Log, PaymentDeps, StripeGateway } from '../deps.ts';
import type { Settings, StripeSettings } from '../env.ts';
import { createStripeGateway } from '../outside/payment/stripe.ts';

const gateways = new WeakMap<StripeSettings, StripeGateway>();

/** Payment for requests; nothing connects until it is used. */
export function composePayment(settings: Settings, db: () => Db, log: Log): PaymentDeps {
  return {
    payments: createPaymentStore(db),
    receipts: createReceiptStore(db),
    stripe: settings.stripe && stripeGateway(settings.stripe, log),
  };
}

/** One per isolate: Stripe's client holds no connection, and is not cheap to make. */
function stripeGateway(settings: StripeSettings, log: Log): StripeGateway {
  const made = gateways.get(settings) ?? createStripeGateway(settings, log);
  gateways.set(settings, made);
  return made;
}
