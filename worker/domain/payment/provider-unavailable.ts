/** Stripe did not answer, or not now: the request may be repeated. */
export class PaymentProviderUnavailable extends Error {
  override name = 'PaymentProviderUnavailable';
}
