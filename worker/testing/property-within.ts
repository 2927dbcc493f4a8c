import fc from 'fast-check';

interface Bounds {
  seed: number;
  /** Wanted, when time allows. */
  runs: number;
  /** Fewer than these in the time given prove too little: the test fails. */
  leastRuns: number;
  withinMs: number;
}

/** Checks a property as often as wanted, or as time allows; then it prints how often that was. */
export async function holdsWithin<T>(property: fc.IAsyncProperty<T>, bounds: Bounds): Promise<void> {
  const { seed, runs, leastRuns, withinMs } = bounds;
  const details = await fc.check(property, { seed, numRuns: runs, interruptAfterTimeLimit: withinMs });
  if (details.failed) {
    throw new Error(await fc.asyncDefaultReportMessage(details), { cause: details.errorInstance });
  }
  if (!details.interrupted) return;
  const made = `Out of time after ${details.numRuns} of ${runs} runs, at least ${leastRuns} are needed.`;
  if (details.numRuns < leastRuns) throw new Error(made);
  console.warn(made);
}
