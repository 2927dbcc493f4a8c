import { fractionDigits, type MoneyAmount } from '#domain/money.ts';

const STEPS = [5, 10, 20, 50, 100];
const MOST = 4;

/** Suggests amounts of cash that a buyer may hand over, in minor units: the next round sums above the price. */
export function likelyGiven({ amount, currency }: MoneyAmount): number[] {
  const unit = 10 ** fractionDigits(currency);
  // For currencies in which one unit buys next to nothing (yen, won), banknotes are a hundred times larger.
  const notes = STEPS.map((step) => step * (unit === 1 ? 100 : unit));
  const sums = notes.map((note) => Math.ceil(amount / note) * note).filter((sum) => sum > amount);
  return [...new Set(sums)].sort((a, b) => a - b).slice(0, MOST);
}
