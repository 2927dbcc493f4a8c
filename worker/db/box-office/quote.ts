import type { Pool } from 'pg';
import type { TypeOnSale } from '#domain/box-office/desk.ts';
import { quote, type Quote, type QuoteRequest } from '#domain/box-office/quote.ts';
import type { Coupon } from '#domain/booking/coupon.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { COUPONS, EVENT_ON_SALE, TYPES } from './load.ts';
import { rows } from './rows.ts';
import { toEventOnSale, type EventRow } from '../event/row.ts';

/** The current price of a request: read without a lock, since nothing is held. */
export async function readQuote(
  pool: Pool,
  { eventId, request }: { eventId: string; request: QuoteRequest },
  now: Date,
): Promise<Outcome<{ quote: Quote }>> {
  const { couponCode } = request;
  const [[event], types, coupons] = await Promise.all([
    rows<EventRow>(pool, { name: 'quote_event', text: EVENT_ON_SALE }, [eventId]),
    rows<TypeOnSale>(pool, { name: 'types', text: TYPES }, [eventId]),
    couponCode === null
      ? []
      : rows<Coupon>(pool, { name: 'quote_coupon', text: COUPONS }, [eventId, [couponCode.toLowerCase()]]),
  ]);
  if (!event) return refusal('not_found');
  const desk = { event: toEventOnSale(event), types: new Map(types.map((type) => [type.id, type])), now };
  return quote({ ...desk, coupon: coupons[0] ?? null }, request);
}
