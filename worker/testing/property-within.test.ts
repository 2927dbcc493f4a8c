import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { holdsWithin } from './property-within.ts';

const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
afterEach(() => warned.mockClear());

const patience = (ms: number) =>
  fc.asyncProperty(fc.integer(), () => new Promise<void>((done) => void setTimeout(done, ms)));
const bounds = { seed: 1, runs: 1000, leastRuns: 3, withinMs: 200 };

test('a property that runs out of time says how often it was checked', async () => {
  await holdsWithin(patience(2), bounds);
  expect(warned.mock.calls.flat()).toEqual([expect.stringMatching(/^Out of time after \d+ of 1000 runs/)]);
});

test('too few checks are a failure', async () => {
  await expect(holdsWithin(patience(150), bounds)).rejects.toThrow(/^Out of time after [012] of 1000 runs/);
});

test('a property that is checked often enough says nothing, and one that is wrong fails', async () => {
  await holdsWithin(patience(0), { ...bounds, runs: 5 });
  expect(warned).not.toHaveBeenCalled();
  const wrong = fc.asyncProperty(fc.integer(), async (number) => expect(number).toBeLessThan(5));
  await expect(holdsWithin(wrong, bounds)).rejects.toThrow(/Property failed after \d+ tests/);
});
