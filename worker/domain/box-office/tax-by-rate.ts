import type { NewReceipt, LineAtDesk } from './at-desk.ts';

type Tax = NewReceipt['tax'];

/** An amount of the booking's money by tax rate, in proportion to its lines. All of it holds the tax that they keep. */
export const taxByRate = (lines: readonly LineAtDesk[], amountMinor: number): Tax =>
  partOf(
    sumByRate(
      lines.map(({ taxRateBasisPoints, totalMinor, taxMinor }) => ({
        ...{ rateBasisPoints: taxRateBasisPoints, grossMinor: totalMinor, taxMinor },
      })),
    ),
    amountMinor,
  );

/** What goes back, taken from what earlier credit notes have left of the receipt: together they are it, to the cent. */
export function creditByRate(receipt: Tax, notes: Tax, amountMinor: number): Tax {
  const gone = notes.map(({ rateBasisPoints, grossMinor, taxMinor }) => ({
    ...{ rateBasisPoints, grossMinor: -grossMinor, taxMinor: -taxMinor },
  }));
  const left = sumByRate([...receipt, ...gone]);
  // Stripe's dashboard can pay back more than is left; what of it fails has its note all the same.
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

/** Each rate in its turn takes its share of what is left to be shared: none gets more than it has, the last the rest. */
function partOf(whole: Tax, amountMinor: number): Tax {
  let [amount, rest] = [BigInt(amountMinor), BigInt(grossOf(whole))];
  return whole.map(({ rateBasisPoints, grossMinor, taxMinor }) => {
    const [gross, tax] = [BigInt(grossMinor), BigInt(taxMinor)];
    const share = (amount * gross) / rest;
    amount -= share;
    rest -= gross;
    const taxed = (2n * share * tax + gross) / (2n * gross);
    return { rateBasisPoints, grossMinor: Number(share), taxMinor: Number(taxed) };
  });
}
