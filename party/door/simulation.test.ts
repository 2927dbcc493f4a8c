import { expect, test } from 'vitest';
import { wrongs } from '../../worker/testing/door-simulation/invariants.ts';
import { type Guards, simulate } from '../../worker/testing/door-simulation/simulate.ts';
import { tortureFactor, tortureSeed } from '../../worker/testing/torture-seed.ts';

const EVENINGS = 1000 * tortureFactor;

/** The first evening that ends badly, and how. */
async function firstBad(evenings: number, guards?: Partial<Guards>) {
  for (let seed = tortureSeed; seed < tortureSeed + evenings; seed++) {
    const found = wrongs(await simulate(seed, guards));
    if (found.length > 0) return { seed, wrongs: found };
  }
  return null;
}

test(
  `under any networks, rooms, clocks and Postgres, the verdicts shown are the verdicts written, and no one is in twice unreported (EVERATO_SEED=${tortureSeed})`,
  { timeout: 120_000 * tortureFactor },
  async () => expect(await firstBad(EVENINGS)).toBe(null),
);

const CONTROLS: [string, Partial<Guards>][] = [
  ['devices that do not say what they showed', { saysShown: false }],
  ['scans that get a new id each time', { keepsIds: false }],
  ['a room that answers before its disk has it', { waitsForDisk: false }],
];
test.each(CONTROLS)('control: with %s the claim fails', async (_, guards) => {
  expect(await firstBad(200, guards)).not.toBe(null);
});
