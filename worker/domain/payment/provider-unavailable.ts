/** Stripe did not answer, or not now: what was asked may be asked again. */
export class PaymentProviderUnavailable extends Error {
  override name = 'PaymentProviderUnavailable';
}
