import { shares } from '../price.ts';
import { chargeStepMinor } from '../stripe-amount.ts';

interface Line {
  /** Tickets of the line. */
  places: number;
  totalMinor: number;
}

/** Returns the price of the ticket at this position: its share of its line. The first tickets carry the remainder. */
export function shareAt(lines: readonly Line[], position: number, currency: string): number {
  let before = 0;
  for (const { places, totalMinor } of lines) {
    if (position < before + places) return shares(totalMinor, places, chargeStepMinor(currency))[position - before]!;
    before += places;
  }
  return 0;
}
