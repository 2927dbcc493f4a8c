import { createEventOnSale, type EventForSale } from '../worker/testing/event-on-sale.ts';

/** More places than anybody takes in a round, so that only the first round's length matters, not when it sells out. */
const PLACES = 1_000_000;

/**
 * What makes a booking dear to decide: three types on quotas that they share, a coupon that is nearly used up, a limit
 * per person and two questions.
 */
export function newRushEvent(databaseUrl: string, secret?: string, places = PLACES): Promise<EventForSale> {
  return createEventOnSale(databaseUrl, {
    ...{ places, perPersonLimit: 4, secret },
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

/** Gone within a round: from then on whoever names it is refused, and books without. */
export const COUPON_USES = 2000;
