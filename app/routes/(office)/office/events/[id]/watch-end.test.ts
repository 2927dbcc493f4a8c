import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CancellationProgress } from '#contract/event/event.ts';
import { watchEnd } from './watch-end.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const progress = (ended: number, succeeded: number, failed = 0) =>
  ({ bookings: 2, ended, refunds: { pending: 2 - succeeded - failed, succeeded, failed } }) as CancellationProgress;

function watched(first: CancellationProgress) {
  const seen = { now: first, looks: 0, changes: 0, isSeen: true };
  const look = () => Promise.resolve((seen.looks++, seen.now));
  const stop = watchEnd({ look, isSeen: () => seen.isSeen, onchanged: () => void seen.changes++ });
  return { seen, stop };
}

test('progress at the first look is shown, and so are later failures', async () => {
  const { seen, stop } = watched(progress(2, 2));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(seen.changes).toBe(1);
  seen.now = progress(2, 1, 1);
  await vi.advanceTimersByTimeAsync(5000);
  expect(seen.changes).toBe(2);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([seen.changes, seen.looks]).toEqual([2, 6]);
});

test('the page polls often until all is done and for a minute after, and then only while it is visible', async () => {
  const { seen, stop } = watched(progress(1, 0));
  await vi.advanceTimersByTimeAsync(9000);
  expect([seen.looks, seen.changes]).toEqual([5, 0]);
  seen.now = progress(2, 2);
  await vi.advanceTimersByTimeAsync(61_500);
  const looks = seen.looks;
  expect(looks).toBe(18);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen.looks).toBe(looks + 2);
  seen.isSeen = false;
  await vi.advanceTimersByTimeAsync(120_000);
  expect([seen.looks, seen.changes]).toEqual([looks + 2, 1]);
  stop();
});
