import { expect, test } from 'vitest';
import { createUnconfirmedScans, type UnconfirmedScan } from './unconfirmed-scans.ts';

function shelf() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}
const scan = (scanId: string, code: string): UnconfirmedScan => ({
  scanId,
  code,
  direction: 'entry',
  scannedAt: '2026-01-01T20:00:00Z',
});

test('an unconfirmed scan outlives the page', () => {
  const storage = shelf();
  createUnconfirmedScans(storage, 'e1').keep(scan('1', 'A'));
  expect(createUnconfirmedScans(storage, 'e1').all()).toEqual([scan('1', 'A')]);
  expect(createUnconfirmedScans(storage, 'e2').all()).toEqual([]);
});

test('the same ticket shown again repeats its waiting scan', () => {
  const waiting = createUnconfirmedScans(shelf(), 'e1');
  waiting.keep(scan('1', 'A'));
  expect(waiting.like(scan('2', 'A'))).toEqual(scan('1', 'A'));
  expect(waiting.like(scan('2', 'B'))).toBeUndefined();
  expect(waiting.like({ ...scan('2', 'A'), direction: 'exit' })).toBeUndefined();
});

test('a decided scan waits no longer', () => {
  const waiting = createUnconfirmedScans(shelf(), 'e1');
  waiting.keep(scan('1', 'A'));
  waiting.keep(scan('2', 'B'));
  waiting.settle('1');
  expect(waiting.all()).toEqual([scan('2', 'B')]);
});
