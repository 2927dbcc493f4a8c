import { chargeStepMinor } from './stripe-amount.ts';

/** What an event adds to each ticket that costs something. */
export interface FeeRule {
  feeFixedMinor: number;
  feeBasisPoints: number;
  feePaidBy: 'buyer' | 'organizer';
  currency: string;
}

export interface LinePrice {
  /** What one costs by the list, or what the buyer chose to pay. */
  unitPriceMinor: number;
  /** What the buyer pays on top of the price of one; nothing where the organizer bears the fee. */
  unitFeeMinor: number;
  /** What a coupon takes off the line, the fee that is saved with it included. */
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

/** The fee that a buyer pays for one ticket at this price, in steps that can be charged; free tickets carry none. */
export function unitFee(priceMinor: number, rule: FeeRule): number {
  if (priceMinor === 0 || rule.feePaidBy === 'organizer') return 0;
  const step = chargeStepMinor(rule.currency);
  return rule.feeFixedMinor + step * roundHalfUp(priceMinor * rule.feeBasisPoints, 10_000 * step);
}

/** What one ticket costs in the end; the only price that is ever shown. */
export const priceOfOne = (priceMinor: number, rule: FeeRule) => priceMinor + unitFee(priceMinor, rule);

/**
 * The price inside an amount that contains the fee: the greatest that costs no more in the end, in steps that can be charged.
 * With a fee in percent not every amount can be met; then it is a minor unit less. 0 where the amount is no more than the fee.
 */
export function priceInside(grossMinor: number, rule: FeeRule): number {
  if (rule.feePaidBy === 'organizer') return grossMinor;
  const step = chargeStepMinor(rule.currency);
  const near = ((grossMinor - rule.feeFixedMinor) * 10_000) / (10_000 + rule.feeBasisPoints);
  let price = step * (Math.floor(near / step) + 2);
  while (price > 0 && priceOfOne(price, rule) > grossMinor) price -= step;
  return Math.max(0, price);
}

/** Tax is inside a gross amount: gross × rate ÷ (1 + rate). */
export const taxInside = (grossMinor: number, rateBasisPoints: number) =>
  roundHalfUp(grossMinor * rateBasisPoints, 10_000 + rateBasisPoints);

export interface LineToPrice {
  priceMinor: number;
  taxRateBasisPoints: number;
  quantity: number;
  /** What a coupon takes off the price of each one; absent: nothing. */
  discounts?: readonly number[];
}

/** Each ticket is priced for itself: its price less its discount, and the fee on what is left. */
export function priceLine(line: LineToPrice, rule: FeeRule): LinePrice {
  const unitFeeMinor = unitFee(line.priceMinor, rule);
  const full = line.quantity * (line.priceMinor + unitFeeMinor);
  let [totalMinor, feeMinor] = [full, line.quantity * unitFeeMinor];
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

/** The line for nothing: a guest of the house, or a rest too small to charge. */
export const waived = (price: LinePrice, quantity: number): LinePrice => ({
  ...price,
  discountMinor: quantity * (price.unitPriceMinor + price.unitFeeMinor),
  totalMinor: 0,
  feeMinor: 0,
  taxMinor: 0,
});

/** An amount in equal shares that add up to it, each a number of steps: the first ones take what does not divide. */
export function shares(amountMinor: number, count: number, stepMinor: number): number[] {
  const steps = amountMinor / stepMinor;
  const least = Math.floor(steps / count);
  const rest = steps - least * count;
  return Array.from({ length: count }, (_, at) => stepMinor * (least + (at < rest ? 1 : 0)));
}
