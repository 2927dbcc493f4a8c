import { shares } from '../price.ts';
import { chargeStepMinor } from '../stripe-amount.ts';

interface Line {
  /** Tickets that it stands for. */
  places: number;
  totalMinor: number;
}

/** What the ticket at this place of its booking cost: a part of its line, of which the first carry what does not divide. */
export function shareAt(lines: readonly Line[], position: number, currency: string): number {
  let before = 0;
  for (const { places, totalMinor } of lines) {
    if (position < before + places) return shares(totalMinor, places, chargeStepMinor(currency))[position - before]!;
    before += places;
  }
  return 0;
}
