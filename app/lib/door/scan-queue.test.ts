import { expect, test } from 'vitest';
import { type Delivered, deliverScans } from './deliver-scans.ts';
import type { Answer } from './api.ts';
import { memoryDoorStore } from './store.ts';
import type { QueuedScan, WireScan } from './queued-scan.ts';
import { ScanQueue } from './scan-queue.ts';

const scan = (scanId: string, more: Partial<QueuedScan> = {}): QueuedScan => ({
  scanId,
  code: `code of ${scanId}`,
  direction: 'entry',
  scannedAt: '2026-01-01T20:00:00.000Z',
  ...more,
});
const shown = { result: 'admitted' as const, at: '2026-01-01T20:00:00.000Z' };
const move = (scanId: string) => ({
  scanId,
  ticketId: 't',
  sessionId: 's',
  direction: 'entry' as const,
  at: 1,
  gateName: '',
});

test('a scan survives a reload until the room has it and the pack shows it', async () => {
  const store = memoryDoorStore();
  const before = new ScanQueue(store);
  await before.keep(scan('1', { shown, move: move('1') }));
  await before.keep(scan('2'));
  const after = new ScanQueue(store);
  await after.open();
  expect(after.waiting()).toEqual([scan('1', { shown, move: move('1') }), scan('2')]);
  await after.settle('2', null, 100);
  await after.settle('1', move('1'), 100);
  expect([after.waiting(), after.moves()]).toEqual([[], [move('1')]]);
  // A pack requested before the answer arrived need not contain it.
  expect(await after.cover(100)).toEqual([]);
  expect(await after.cover(101)).toEqual([move('1')]);
  expect(await store.scans()).toEqual([]);
});

test('the same ticket shown again repeats the scan that has no verdict yet, and no other', async () => {
  const queue = new ScanQueue(memoryDoorStore());
  await queue.keep(scan('1', { code: 'A' }));
  await queue.keep(scan('2', { code: 'B', shown }));
  expect(queue.like(scan('3', { code: 'A' }))?.scanId).toBe('1');
  expect(queue.like(scan('3', { code: 'A', direction: 'exit' }))).toBeUndefined();
  expect(queue.like(scan('3', { code: 'B' }))).toBeUndefined();
});

type Asked = (scans: WireScan[]) => Answer<{ verdicts: { scanId: string }[] }>;
async function deliver(scans: QueuedScan[], ask: Asked) {
  const delivered: Delivered[] = [];
  const asked: WireScan[][] = [];
  const markQueue = (batch: WireScan[]) => {
    asked.push(batch);
    return Promise.resolve(ask(batch) as never);
  };
  await deliverScans({ markQueue }, scans, async (more) => void delivered.push(...more));
  return { delivered: delivered.map((one) => one.scan.scanId), asked };
}
const decided: Asked = (batch) => ({ ok: true, value: { verdicts: batch.map(({ scanId }) => ({ scanId })) } });

test('waiting scans are delivered in batches and in order, with the verdict that was shown, and without the device’s own data', async () => {
  const scans = Array.from({ length: 250 }, (_, index) => scan(String(index), { shown, move: move('x') }));
  const { delivered, asked } = await deliver(scans, decided);
  expect(delivered).toEqual(scans.map(({ scanId }) => scanId));
  expect(asked.map((batch) => batch.length)).toEqual([100, 100, 50]);
  expect(asked[0]![0]).toEqual({ ...scan('0'), shown });
});

test('without a reliable answer all scans stay in the queue', async () => {
  const { delivered, asked } = await deliver([scan('1'), scan('2')], () => ({ ok: false, code: 'away' }));
  expect([delivered, asked.length]).toEqual([[], 1]);
});

test('one scan that the room can’t accept doesn’t hold up the others', async () => {
  const scans = [scan('1'), scan('2', { gateId: 'gone' }), scan('3')];
  const { delivered } = await deliver(scans, (batch) =>
    batch.some(({ gateId }) => gateId) ? { ok: false, code: 'gate_unknown' } : decided(batch),
  );
  expect(delivered).toEqual(['1', '2', '3']);
});
