import { discountsOf, type Coupon } from '../booking/coupon.ts';
import { priceLine, waived } from '../price.ts';
import { chargeStepMinor, minimumChargeMinor } from '../stripe-amount.ts';
import type { Desk, Mint, TypeOnSale } from './desk.ts';
import type { LineAtDesk } from './at-desk.ts';

/** So many of a type at one price: its own, or the one that the buyer named. */
export interface Wanted {
  type: TypeOnSale;
  quantity: number;
  priceMinor: number;
}

export const couponLines = (wanted: readonly Wanted[]) =>
  wanted.map(({ type, quantity, priceMinor }) => ({ ticketTypeId: type.id, quantity, priceMinor }));

export const totalOf = (lines: readonly { totalMinor: number }[]) =>
  lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0);

/** The lines with what they cost. A coupon that leaves less than can be charged makes it nothing. */
export function priceItems(
  desk: Pick<Desk, 'event'>,
  wanted: readonly Wanted[],
  coupon: Coupon | 'waive' | null,
  mint: Pick<Mint, 'uuid'>,
): (LineAtDesk & { feeMinor: number })[] {
  const { currency } = desk.event;
  const discounts =
    coupon && coupon !== 'waive' ? discountsOf(coupon, couponLines(wanted), chargeStepMinor(currency)) : null;
  const prices = wanted.map(({ type: { taxRateBasisPoints }, quantity, priceMinor }, at) =>
    priceLine({ priceMinor, taxRateBasisPoints, quantity, discounts: discounts?.[at] }, desk.event),
  );
  const isFree = coupon === 'waive' || (coupon !== null && totalOf(prices) < minimumChargeMinor(currency));
  return wanted.map(({ type, quantity }, at) => ({
    id: mint.uuid(),
    ticketTypeId: type.id,
    quantity,
    places: quantity * type.places,
    cancelledPlaces: 0,
    taxRateBasisPoints: type.taxRateBasisPoints,
    ...(isFree ? waived(prices[at]!, quantity) : prices[at]!),
  }));
}
