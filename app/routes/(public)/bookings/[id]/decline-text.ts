import { m } from '$messages';

/** Stripe's decline codes in words that say the next step. https://docs.stripe.com/declines/codes */
export function declineText(code: string): string {
  return (words[code] ?? m.decline_other)();
}

const words: Record<string, () => string> = {
  insufficient_funds: m.decline_funds,
  expired_card: m.decline_expired,
  incorrect_cvc: m.decline_cvc,
  invalid_cvc: m.decline_cvc,
  incorrect_number: m.decline_number,
  authentication_required: m.decline_authentication,
  processing_error: m.decline_processing,
};
