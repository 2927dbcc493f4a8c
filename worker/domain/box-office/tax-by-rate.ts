import type { LineAtDesk, NewReceipt } from './at-desk.ts';

type Tax = NewReceipt['tax'];

/** Splits an amount of the booking's money by tax rate, in proportion to its lines. All of it holds the tax that they keep. */
export const taxByRate = (lines: readonly LineAtDesk[], amountMinor: number): Tax =>
  partOf(
    sumByRate(
      lines.map(({ taxRateBasisPoints, totalMinor, taxMinor }) => ({
        rateBasisPoints: taxRateBasisPoints,
        grossMinor: totalMinor,
        taxMinor,
      })),
    ),
    amountMinor,
  );

/** Splits a refund by what earlier credit notes have left of the receipt: together they equal it, to the cent. */
export function creditByRate(receipt: Tax, notes: Tax, amountMinor: number): Tax {
  const credited = notes.map(({ rateBasisPoints, grossMinor, taxMinor }) => ({
    rateBasisPoints,
    grossMinor: -grossMinor,
    taxMinor: -taxMinor,
  }));
  const left = sumByRate([...receipt, ...credited]);
  // Stripe's dashboard can refund more than is left; the part that fails still has its note.
  return partOf(grossOf(left) < amountMinor ? receipt : left, amountMinor);
}

const grossOf = (tax: Tax) => tax.reduce((sum, { grossMinor }) => sum + grossMinor, 0);

function sumByRate(parts: Tax): Tax {
  const sums = [...Map.groupBy(parts, ({ rateBasisPoints }) => rateBasisPoints)].map(([rateBasisPoints, ofRate]) => ({
    rateBasisPoints,
    grossMinor: grossOf(ofRate),
    taxMinor: ofRate.reduce((sum, { taxMinor }) => sum + taxMinor, 0),
  }));
  return sums.filter(({ grossMinor }) => grossMinor > 0);
}

/** Each rate in turn takes its share of what is left to be split: none gets more than it has, the last gets the rest. */
function partOf(total: Tax, amountMinor: number): Tax {
  let amount = BigInt(amountMinor);
  let rest = BigInt(grossOf(total));
  return total.map(({ rateBasisPoints, grossMinor, taxMinor }) => {
    const gross = BigInt(grossMinor);
    const share = (amount * gross) / rest;
    amount -= share;
    rest -= gross;
    const taxed = (2n * share * BigInt(taxMinor) + gross) / (2n * gross);
    return { rateBasisPoints, grossMinor: Number(share), taxMinor: Number(taxed) };
  });
}
