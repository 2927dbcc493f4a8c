import { expect, test } from 'vitest';
import type { Counts, ScanRecord } from '#contract/door/checkin.ts';
import { fromSnapshot, withChanges } from './picture.ts';

const counts = (entered: number): Counts => ({
  entered,
  inside: entered,
  expected: 100,
  refused: 0,
  perGate: [],
  perType: [],
  perMinute: entered,
});
const scan = (scanId: string, minute: number, undone = false): ScanRecord => ({
  scanId,
  result: 'admitted',
  direction: 'entry',
  attendeeName: 'Ana',
  typeName: 'Day',
  number: 'AAAA-BBBB',
  gateName: 'A',
  deviceName: 'Phone',
  scannedAt: new Date(Date.UTC(2026, 0, 1, 20, minute)).toISOString(),
  undone,
  offline: false,
  overridden: false,
});
const event = { id: 'e', title: 'Night', gates: [], sessions: [], timeZone: 'Europe/Berlin', rehearsalUntil: null };
const you = {
  deviceId: 'd',
  deviceName: 'Phone',
  gateId: null,
  gateIsFixed: false,
  mayScan: true,
  maySell: false,
  maySupervise: false,
};
const start = fromSnapshot({
  type: 'snapshot',
  seq: 7,
  event,
  counts: counts(1),
  lastScans: [scan('a', 1)],
  conflicts: [],
  you,
  serverTime: '2026-01-01T20:01:00Z',
});

test('the next change is applied, newest scan first', () => {
  const next = withChanges(start, { type: 'changes', seq: 8, counts: counts(2), scans: [scan('b', 2)] });
  expect(next).toEqual({ ...start, seq: 8, counts: counts(2), lastScans: [scan('b', 2), scan('a', 1)] });
});

test('a missing change is noticed', () => {
  expect(withChanges(start, { type: 'changes', seq: 9, counts: counts(3), scans: [] })).toBe('gap');
  expect(withChanges(null, { type: 'changes', seq: 1, counts: counts(1), scans: [] })).toBe('gap');
});

test('a change that the snapshot contained is not applied twice', () => {
  expect(withChanges(start, { type: 'changes', seq: 7, counts: counts(9), scans: [scan('z', 5)] })).toBe(start);
});

test('an undone scan replaces its earlier self', () => {
  const next = withChanges(start, { type: 'changes', seq: 8, counts: counts(0), scans: [scan('a', 1, true)] });
  expect(next).toEqual({ ...start, seq: 8, counts: counts(0), lastScans: [scan('a', 1, true)] });
});
