import { createEventOnSale, type EventForSale } from '../worker/testing/event-on-sale.ts';

/** More places than a round can sell, so that no round ends early. */
const PLACES = 1_000_000;

/**
 * Creates an event whose bookings are expensive to decide: three types on shared quotas, a coupon that is nearly used
 * up, a limit per person and two questions.
 */
export function newRushEvent(databaseUrl: string, secret?: string, places = PLACES): Promise<EventForSale> {
  return createEventOnSale(databaseUrl, {
    places,
    perPersonLimit: 4,
    secret,
    quotas: [PLACES],
    types: [
      { priceMinor: 2500, maxPerBooking: 8, taxRateBasisPoints: 1900, quotas: [0] },
      { priceMinor: 1500, maxPerBooking: 8, taxRateBasisPoints: 1900, quotas: [0] },
      { priceMinor: 4000, maxPerBooking: 8, taxRateBasisPoints: 700 },
    ],
    coupons: [{ code: 'EARLY', kind: 'percent', value: 1000, maxUses: COUPON_USES, usesPerPerson: 1 }],
    questions: [
      { per: 'booking', label: 'How did you hear of us?', required: true },
      { per: 'ticket', label: 'Shirt', required: true, types: [2] },
    ],
  });
}

/** Used up within a round: later buyers are refused with the coupon, and book without it. */
export const COUPON_USES = 2000;
