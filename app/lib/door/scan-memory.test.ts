import { expect, test } from 'vitest';
import { createScanMemory } from './scan-memory.ts';

const look = (memory: ReturnType<typeof createScanMemory>, code: string | null, now: number) =>
  memory.look(code, code === null ? [] : [code], now);

test('a code that stays in the picture is one scan, however long', () => {
  const memory = createScanMemory();
  expect(look(memory, 'A', 0)).toBe('A');
  for (let now = 100; now < 60_000; now += 100) expect(look(memory, 'A', now)).toBeNull();
});

test('a code that left and came back within five seconds is the same scan', () => {
  const memory = createScanMemory();
  look(memory, 'A', 0);
  look(memory, null, 2000);
  expect(look(memory, 'A', 4900)).toBeNull();
});

test('a code that is held up again and stays is a new scan after five seconds', () => {
  const memory = createScanMemory();
  look(memory, 'A', 0);
  for (let now = 100; now < 2200; now += 100) look(memory, null, now);
  const scans: number[] = [];
  for (let now = 2200; now < 20_000; now += 100) if (look(memory, 'A', now)) scans.push(now);
  expect(scans).toEqual([5000]);
});

test('a code that left the picture is a new scan after five seconds', () => {
  const memory = createScanMemory();
  look(memory, 'A', 0);
  look(memory, null, 3000);
  expect(look(memory, 'A', 5000)).toBe('A');
});

test('a phone too busy to look doesn’t count the code as gone', () => {
  const memory = createScanMemory();
  look(memory, 'A', 0);
  expect(look(memory, 'A', 6000)).toBeNull();
});

test('a frame in which the code was not recognized does not make it a new scan', () => {
  const memory = createScanMemory();
  look(memory, 'A', 0);
  for (let now = 100; now < 10_000; now += 200) expect(look(memory, now % 400 ? 'A' : null, now)).toBeNull();
});

test('another code is scanned right away', () => {
  const memory = createScanMemory();
  look(memory, 'A', 0);
  expect(look(memory, 'B', 50)).toBe('B');
});

test('a code at the edge of the picture counts as not having left it', () => {
  const memory = createScanMemory();
  look(memory, 'A', 0);
  expect(memory.look('B', ['A', 'B'], 100)).toBe('B');
  for (let now = 200; now < 7000; now += 200) memory.look('B', ['A', 'B'], now);
  expect(memory.look('A', ['A', 'B'], 7000)).toBeNull();
});

test('a forgotten code can be scanned again right away', () => {
  const memory = createScanMemory();
  look(memory, 'A', 0);
  memory.forget('A');
  expect(look(memory, 'A', 100)).toBe('A');
});

test('a code that stays in the picture is a new scan after all codes were forgotten', () => {
  const memory = createScanMemory();
  look(memory, 'A', 0);
  memory.forgetAll();
  expect(look(memory, 'A', 100)).toBe('A');
  expect(look(memory, 'A', 200)).toBeNull();
});
