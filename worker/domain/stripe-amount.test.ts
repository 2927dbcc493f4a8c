import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CURRENCIES } from './currency.ts';
import { toDecimal } from './money.ts';
import {
  chargeStepMinor,
  fromStripeAmount,
  maximumChargeMinor,
  minimumChargeMinor,
  toStripeAmount,
} from './stripe-amount.ts';

/** The same sum as a decimal, from our side and by Stripe's own rules. */
const whole = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ');
const thousandths = 'BHD JOD KWD OMR TND'.split(' ');
const stripeDecimal = (amount: number, currency: string) =>
  amount / (whole.includes(currency) ? 1 : thousandths.includes(currency) ? 1000 : 100);

test('Stripe charges the amount that was shown, in every currency', () => {
  for (const currency of CURRENCIES) {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), (steps) => {
        const amount = steps * chargeStepMinor(currency);
        const charged = toStripeAmount({ amount, currency });
        expect(charged).not.toBeNull();
        expect(stripeDecimal(charged!, currency)).toBeCloseTo(Number(toDecimal({ amount, currency })), 6);
        expect(fromStripeAmount({ amount: charged!, currency })).toBe(amount);
      }),
      { numRuns: 25 },
    );
  }
});

test('the currencies where Stripe differs from ISO 4217 are taken as Stripe takes them', () => {
  const charged = (amount: number, currency: string) => toStripeAmount({ amount, currency });
  expect([
    charged(2505, 'EUR'),
    charged(500_000, 'HUF'),
    charged(10_000_000, 'IDR'),
    charged(500, 'JPY'),
    charged(5000, 'ISK'),
    charged(5000, 'UGX'),
    charged(500_000, 'MGA'),
    charged(5120, 'KWD'),
  ]).toEqual([2505, 500_000, 10_000_000, 500, 500_000, 500_000, 5000, 5120]);
});

test('an amount that Stripe can’t charge exactly is invalid', () => {
  expect([
    toStripeAmount({ amount: 500_050, currency: 'MGA' }),
    toStripeAmount({ amount: 5124, currency: 'KWD' }),
  ]).toEqual([null, null]);
});

test('Stripe charges eight digits at most', () => {
  expect(['EUR', 'JPY', 'ISK', 'MGA'].map(maximumChargeMinor)).toEqual([
    99_999_999, 99_999_999, 999_999, 9_999_999_900,
  ]);
});

test('each minimum is one that Stripe can charge, in our minor units', () => {
  expect(['EUR', 'GBP', 'JPY', 'HUF', 'MXN', 'ISK'].map(minimumChargeMinor)).toEqual([50, 30, 50, 17_500, 1000, 1]);
  for (const currency of CURRENCIES) {
    const amount = Math.max(minimumChargeMinor(currency), chargeStepMinor(currency));
    expect([currency, toStripeAmount({ amount, currency })]).not.toEqual([currency, null]);
  }
});
