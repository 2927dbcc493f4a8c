export interface Decline {
  code: string;
  decline_code: string | null;
  message: string;
}

export interface Card {
  number: string;
  brand: string;
  decline?: Decline;
  /** The bank asks the customer first. */
  authenticate?: boolean;
}

const declined = (decline_code: string, message = 'Your card was declined.', code = 'card_declined'): Decline => ({
  code,
  decline_code,
  message,
});

/** Stripe's test cards that matter to a ticket shop. */
const known: Record<string, Omit<Card, 'number' | 'brand'>> = {
  '4242424242424242': {},
  '5555555555554444': {},
  '4000000000000002': { decline: declined('generic_decline') },
  '4000000000009995': { decline: declined('insufficient_funds', 'Your card has insufficient funds.') },
  '4000000000000069': { decline: declined('expired_card', 'Your card has expired.', 'expired_card') },
  '4000000000000127': {
    decline: declined('incorrect_cvc', "Your card's security code is incorrect.", 'incorrect_cvc'),
  },
  '4000002500003155': { authenticate: true },
  // refunds.ts decides about their refunds.
  '4000000000007726': {},
  '4000000000005126': {},
  // Its payments are disputed right away: see disputes.ts.
  '4000000000000259': {},
};

export const testCards = { ok: '4242424242424242', declined: '4000000000000002', authenticate: '4000002500003155' };

/** The card of this typed number, or why there is none. */
export function cardOf(typed: string): Card | { refused: Decline } {
  const number = typed.replaceAll(/[\s-]/g, '');
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) {
    return { refused: { code: 'incorrect_number', decline_code: null, message: 'Your card number is invalid.' } };
  }
  const card = known[number];
  const brand = number.startsWith('5') ? 'mastercard' : 'visa';
  if (card) return { number, brand, ...card };
  const message = 'Your card was declined. This is a test: use one of the test cards.';
  return { number, brand, decline: declined('test_mode_live_card', message) };
}

function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
