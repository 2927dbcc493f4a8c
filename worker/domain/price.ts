/** What an event adds to each ticket that costs something. */
export interface FeeRule {
  feeFixedMinor: number;
  feeBasisPoints: number;
  feePaidBy: 'buyer' | 'organizer';
}

export interface LinePrice {
  unitPriceMinor: number;
  /** What the buyer pays on top of the price of one; nothing where the organizer bears the fee. */
  unitFeeMinor: number;
  totalMinor: number;
  /** The part of the total that is tax. */
  taxMinor: number;
}

/** Half a minor unit rounds up, everywhere: in fees and in tax. */
const roundHalfUp = (numerator: number, denominator: number) =>
  Math.floor((2 * numerator + denominator) / (2 * denominator));

/** The fee that a buyer pays for one ticket at this price; free tickets carry none. */
export function unitFee(priceMinor: number, rule: FeeRule): number {
  if (priceMinor === 0 || rule.feePaidBy === 'organizer') return 0;
  return rule.feeFixedMinor + roundHalfUp(priceMinor * rule.feeBasisPoints, 10_000);
}

/** What one ticket costs in the end; the only price that is ever shown. */
export const priceOfOne = (priceMinor: number, rule: FeeRule) => priceMinor + unitFee(priceMinor, rule);

/** Tax is inside a gross amount: gross × rate ÷ (1 + rate). */
export const taxInside = (grossMinor: number, rateBasisPoints: number) =>
  roundHalfUp(grossMinor * rateBasisPoints, 10_000 + rateBasisPoints);

export function priceLine(
  line: { priceMinor: number; taxRateBasisPoints: number; quantity: number },
  rule: FeeRule,
): LinePrice {
  const unitFeeMinor = unitFee(line.priceMinor, rule);
  const totalMinor = line.quantity * (line.priceMinor + unitFeeMinor);
  return {
    unitPriceMinor: line.priceMinor,
    unitFeeMinor,
    totalMinor,
    taxMinor: taxInside(totalMinor, line.taxRateBasisPoints),
  };
}
