import type { BookingMoney } from '#contract/booking/money.ts';
import type { MoneyParts } from '../../deps.ts';

/** Refunded, on its way, or owed. */
export const goneOf = ({ backMinor, onItsWayMinor, owedMinor }: MoneyParts) => backMinor + onItsWayMinor + owedMinor;

export function sumOf(all: readonly MoneyParts[]): MoneyParts {
  const sum = (part: keyof MoneyParts) => all.reduce((total, one) => total + one[part], 0);
  return {
    paidMinor: sum('paidMinor'),
    backMinor: sum('backMinor'),
    onItsWayMinor: sum('onItsWayMinor'),
    owedMinor: sum('owedMinor'),
    failedMinor: sum('failedMinor'),
    contestedMinor: sum('contestedMinor'),
    takenMinor: sum('takenMinor'),
  };
}

export function viewMoney(parts: MoneyParts, currency: string): BookingMoney {
  const money = (amount: number) => ({ amount, currency });
  return {
    paid: money(parts.paidMinor),
    paidBack: money(parts.backMinor),
    onItsWay: money(parts.onItsWayMinor),
    owed: money(parts.owedMinor),
    failed: money(parts.failedMinor),
    contested: money(parts.contestedMinor),
    takenBack: money(parts.takenMinor),
  };
}
