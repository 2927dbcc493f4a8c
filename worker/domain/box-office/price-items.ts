import { discountsOf, type Coupon } from '../booking/coupon.ts';
import { priceLine, waived } from '../price.ts';
import { chargeStepMinor, minimumChargeMinor } from '../stripe-amount.ts';
import type { Desk, TypeOnSale } from './desk.ts';
import type { LineAtDesk } from './at-desk.ts';

/** A quantity of a type at one price: the type's own, or the one that the buyer named. */
export interface Wanted {
  type: TypeOnSale;
  quantity: number;
  priceMinor: number;
}

export type PricedLine = Omit<LineAtDesk, 'id'> & { feeMinor: number };

export const couponLines = (wanted: readonly Wanted[]) =>
  wanted.map(({ type, quantity, priceMinor }) => ({ ticketTypeId: type.id, quantity, priceMinor }));

export const totalOf = (lines: readonly { totalMinor: number }[]) =>
  lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0);

/** Prices the lines. A coupon that leaves less than can be charged makes them free. */
export function priceItems(
  desk: Pick<Desk, 'event'>,
  wanted: readonly Wanted[],
  coupon: Coupon | 'waive' | null,
): PricedLine[] {
  const { currency } = desk.event;
  const discounts =
    coupon && coupon !== 'waive' ? discountsOf(coupon, couponLines(wanted), chargeStepMinor(currency)) : null;
  const prices = wanted.map(({ type: { taxRateBasisPoints }, quantity, priceMinor }, at) =>
    priceLine({ priceMinor, taxRateBasisPoints, quantity, discounts: discounts?.[at] }, desk.event),
  );
  const isFree = coupon === 'waive' || (coupon !== null && totalOf(prices) < minimumChargeMinor(currency));
  return wanted.map(({ type, quantity }, at) => ({
    ticketTypeId: type.id,
    quantity,
    places: quantity * type.places,
    cancelledPlaces: 0,
    taxRateBasisPoints: type.taxRateBasisPoints,
    ...(isFree ? waived(prices[at]!, quantity) : prices[at]!),
  }));
}
