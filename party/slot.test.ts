import { expect, test } from 'vitest';
import { Slot } from './slot.ts';

test('calls during a run cause one more run afterwards, never two at a time', async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const slot = new Slot(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    runs++;
  });
  await Promise.all([slot.run(), slot.run(), slot.run()]);
  expect({ most, runs }).toEqual({ most: 1, runs: 2 });
  await slot.run();
  expect(runs).toBe(3);
});

test('work that failed is done again at the next call', async () => {
  let runs = 0;
  const slot = new Slot(async () => {
    if (++runs === 1) throw new Error('no');
  });
  await expect(slot.run()).rejects.toThrow('no');
  await slot.run();
  expect(runs).toBe(2);
});
