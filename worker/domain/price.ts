import { chargeStepMinor } from './stripe-amount.ts';

/** The fee that an event adds to each ticket that is not free. */
export interface FeeRule {
  feeFixedMinor: number;
  feeBasisPoints: number;
  feePaidBy: 'buyer' | 'organizer';
  currency: string;
}

export interface LinePrice {
  /** The type's price, or the price that the buyer named. */
  unitPriceMinor: number;
  /** The fee that the buyer pays on top of one ticket's price; 0 where the organizer pays it. */
  unitFeeMinor: number;
  /** The coupon's discount on the line, including the fee that it saves. */
  discountMinor: number;
  /** quantity × (price + fee) − discount. */
  totalMinor: number;
  /** The part of the total that is fee. */
  feeMinor: number;
  /** The part of the total that is tax. */
  taxMinor: number;
}

/** Half a minor unit rounds up, everywhere: in fees, in discounts and in tax. Exact below 2^53. */
export const roundHalfUp = (numerator: number, denominator: number) =>
  Math.floor((2 * numerator + denominator) / (2 * denominator));

/** Returns the buyer's fee for one ticket at this price, in steps that can be charged; free tickets have none. */
export function unitFee(priceMinor: number, rule: FeeRule): number {
  if (priceMinor === 0 || rule.feePaidBy === 'organizer') return 0;
  const step = chargeStepMinor(rule.currency);
  return rule.feeFixedMinor + step * roundHalfUp(priceMinor * rule.feeBasisPoints, 10_000 * step);
}

/** Returns the total price of one ticket, the only price that is shown. */
export const priceOfOne = (priceMinor: number, rule: FeeRule) => priceMinor + unitFee(priceMinor, rule);

/**
 * Returns the highest price that with its fee costs no more than the amount, in steps that can be charged. With a fee in
 * percent some amounts can't be met exactly. 0 where the amount does not exceed the fee.
 */
export function priceInside(grossMinor: number, rule: FeeRule): number {
  if (rule.feePaidBy === 'organizer') return grossMinor;
  const step = chargeStepMinor(rule.currency);
  const near = ((grossMinor - rule.feeFixedMinor) * 10_000) / (10_000 + rule.feeBasisPoints);
  let price = step * (Math.floor(near / step) + 2);
  while (price > 0 && priceOfOne(price, rule) > grossMinor) price -= step;
  return Math.max(0, price);
}

/** Returns the tax included in a gross amount: gross × rate ÷ (1 + rate). */
export const taxInside = (grossMinor: number, rateBasisPoints: number) =>
  roundHalfUp(grossMinor * rateBasisPoints, 10_000 + rateBasisPoints);

export interface LineToPrice {
  priceMinor: number;
  taxRateBasisPoints: number;
  quantity: number;
  /** The coupon's discount on each ticket; absent: none. */
  discounts?: readonly number[];
}

/** Prices each ticket on its own: its price less its discount, and the fee on what is left. */
export function priceLine(line: LineToPrice, rule: FeeRule): LinePrice {
  const unitFeeMinor = unitFee(line.priceMinor, rule);
  const full = line.quantity * (line.priceMinor + unitFeeMinor);
  let totalMinor = full;
  let feeMinor = line.quantity * unitFeeMinor;
  if (line.discounts) {
    const paid = line.discounts.map((discount) => line.priceMinor - discount);
    feeMinor = paid.reduce((sum, price) => sum + unitFee(price, rule), 0);
    totalMinor = paid.reduce((sum, price) => sum + price, feeMinor);
  }
  return {
    unitPriceMinor: line.priceMinor,
    unitFeeMinor,
    discountMinor: full - totalMinor,
    totalMinor,
    feeMinor,
    taxMinor: taxInside(totalMinor, line.taxRateBasisPoints),
  };
}

/** Makes the line free, for guests with free entry or for a rest too small to charge. */
export const waived = (price: LinePrice, quantity: number): LinePrice => ({
  ...price,
  discountMinor: quantity * (price.unitPriceMinor + price.unitFeeMinor),
  totalMinor: 0,
  feeMinor: 0,
  taxMinor: 0,
});

/** Splits an amount into equal shares of whole steps that add up to it: the first ones take the remainder. */
export function shares(amountMinor: number, count: number, stepMinor: number): number[] {
  const steps = amountMinor / stepMinor;
  const least = Math.floor(steps / count);
  const rest = steps - least * count;
  return Array.from({ length: count }, (_, at) => stepMinor * (least + (at < rest ? 1 : 0)));
}
