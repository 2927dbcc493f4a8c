import { isBesidePoint, refuseCode, refuseCoupon, reveals, type Coupon } from '../booking/coupon.ts';
import { MOST_MINOR } from '../money.ts';
import { refusal, type Outcome } from '../refusal.ts';
import type { BookingLineRecord, BookingMethod } from '../booking/booking.ts';
import type { PlaceBooking, WantedItem } from './command.ts';
import type { Desk } from './desk.ts';
import { refuseEndedEvent, refuseClosedSale, priced } from './place-refusals.ts';
import { couponLines, priceItems, totalOf } from './price-items.ts';

export interface QuoteRequest {
  items: WantedItem[];
  couponCode: string | null;
  by: PlaceBooking['by'];
  /** Complimentary bookings cost nothing. */
  method: BookingMethod | null;
}

/** The price of a request, in minor units. */
export interface Quote {
  currency: string;
  lines: Pick<BookingLineRecord, 'ticketTypeId' | 'quantity' | 'discountMinor' | 'totalMinor'>[];
  feeMinor: number;
  discountMinor: number;
  totalMinor: number;
  coupon: { code: string; kind: Coupon['kind']; value: number; minimumMinor: number; ticketTypeIds: string[] } | null;
  /** Hidden types that the code shows. */
  revealedTypeIds: string[];
}

export type QuoteDesk = Pick<Desk, 'event' | 'types' | 'now'> & { coupon: Coupon | null };

/** Returns the prices that placing the request would find; limits per person and stock are checked only then. */
export function quote(desk: QuoteDesk, request: QuoteRequest): Outcome<{ quote: Quote }> {
  const isStaff = request.by === 'staff';
  const closed = isStaff ? refuseEndedEvent(desk) : refuseClosedSale(desk);
  if (closed && closed.code !== 'sales_not_started') return closed;
  const { coupon } = desk;
  const refused = request.couponCode === null ? null : refuseCode(coupon, desk.now);
  if (refused) return refused;
  const wanted = priced(
    desk,
    request.items,
    (type) => !type.hidden || isStaff || (coupon !== null && reveals(coupon, type.id)),
  );
  if (!Array.isArray(wanted)) return wanted;
  const isMeant = coupon && wanted.length > 0 && !isBesidePoint(coupon, couponLines(wanted));
  const unfit = isMeant ? refuseCoupon(coupon, couponLines(wanted), 0) : null;
  if (unfit) return unfit;
  if (request.couponCode !== null && !coupon) return refusal('coupon_unknown');
  const lines = priceItems(desk, wanted, request.method === 'complimentary' ? 'waive' : coupon);
  if (totalOf(lines) > MOST_MINOR) return refusal('too_many', { maximumMinor: MOST_MINOR });
  const sum = (amount: (line: (typeof lines)[number]) => number) => lines.reduce((all, line) => all + amount(line), 0);
  return {
    ok: true,
    quote: {
      currency: desk.event.currency,
      lines: lines.map(({ ticketTypeId, quantity, discountMinor, totalMinor }) => ({
        ticketTypeId,
        quantity,
        discountMinor,
        totalMinor,
      })),
      feeMinor: sum(({ feeMinor }) => feeMinor),
      discountMinor: sum(({ discountMinor }) => discountMinor),
      totalMinor: totalOf(lines),
      coupon: coupon && shown(coupon),
      revealedTypeIds: [...desk.types.values()]
        .filter((type) => type.hidden && !type.archivedAt && coupon !== null && reveals(coupon, type.id))
        .map(({ id }) => id),
    },
  };
}

const shown = ({ code, kind, value, minimumMinor, ticketTypeIds }: Coupon) => ({
  code,
  kind,
  value,
  minimumMinor,
  ticketTypeIds: [...ticketTypeIds],
});
