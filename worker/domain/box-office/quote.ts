import { isBesidePoint, refuseCode, refuseCoupon, reveals, type Coupon } from '../booking/coupon.ts';
import { MOST_MINOR } from '../money.ts';
import { refusal, type Outcome } from '../refusal.ts';
import type { BookingMethod } from '../booking/booking.ts';
import type { PlaceBooking, WantedItem } from './command.ts';
import type { Desk } from './desk.ts';
import { calledOff, closed, priced } from './place-refusals.ts';
import { couponLines, priceItems, totalOf } from './price-items.ts';

export interface QuoteWish {
  items: WantedItem[];
  couponCode: string | null;
  by: PlaceBooking['by'];
  /** Complimentary ones cost nothing. */
  method: BookingMethod | null;
}

/** What a wish costs, in minor units. */
export interface Quote {
  currency: string;
  lines: { ticketTypeId: string; quantity: number; discountMinor: number; totalMinor: number }[];
  feeMinor: number;
  discountMinor: number;
  totalMinor: number;
  coupon: { code: string; kind: Coupon['kind']; value: number; minimumMinor: number; ticketTypeIds: string[] } | null;
  /** Hidden types that the code shows. */
  revealedTypeIds: string[];
}

export type QuoteDesk = Pick<Desk, 'event' | 'types' | 'now'> & { coupon: Coupon | null };

/** The same prices that placing it would find; limits per person and stock are looked at then. */
export function quote(desk: QuoteDesk, wish: QuoteWish): Outcome<{ quote: Quote }> {
  const isStaff = wish.by === 'staff';
  const shut = isStaff ? calledOff(desk) : closed(desk);
  if (shut && shut.code !== 'sales_not_started') return shut;
  const { coupon } = desk;
  const refused = wish.couponCode === null ? null : refuseCode(coupon, desk.now);
  if (refused) return refused;
  const wanted = priced(
    desk,
    wish.items,
    (type) => !type.hidden || isStaff || (coupon !== null && reveals(coupon, type.id)),
  );
  if (!Array.isArray(wanted)) return wanted;
  const isMeant = coupon && wanted.length > 0 && !isBesidePoint(coupon, couponLines(wanted));
  const fits = isMeant ? refuseCoupon(coupon, couponLines(wanted), 0) : null;
  if (fits) return fits;
  if (wish.couponCode !== null && !coupon) return refusal('coupon_unknown');
  const lines = priceItems(desk, wanted, wish.method === 'complimentary' ? 'waive' : coupon, { uuid: () => '' });
  if (totalOf(lines) > MOST_MINOR) return refusal('too_many', { maximumMinor: MOST_MINOR });
  const sum = (amount: (line: (typeof lines)[number]) => number) => lines.reduce((all, line) => all + amount(line), 0);
  return {
    ok: true,
    quote: {
      currency: desk.event.currency,
      lines: lines.map(({ ticketTypeId, quantity, discountMinor, totalMinor }) => ({
        ...{ ticketTypeId, quantity, discountMinor, totalMinor },
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
  ...{ code, kind, value, minimumMinor },
  ticketTypeIds: [...ticketTypeIds],
});
