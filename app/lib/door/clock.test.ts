import { expect, test, vi } from 'vitest';
import { createDoorClock } from './clock.ts';

function shelf() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

test('a phone whose clock is wrong scans at the server’s time, also after a reload with no network', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const storage = shelf();
  expect(createDoorClock(storage, 'e').now()).toBe(1_000_000);
  createDoorClock(storage, 'e').set(1_600_000);
  expect(createDoorClock(storage, 'e').now()).toBe(1_600_000);
  expect(createDoorClock(storage, 'another').now()).toBe(1_000_000);
  vi.useRealTimers();
});

test('a slow answer never sets the clock back, and a clock that the user changes is corrected', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const clock = createDoorClock(shelf(), 'e');
  clock.set(999_900);
  clock.set(997_000);
  expect(clock.now()).toBe(999_900);
  clock.set(999_990);
  expect(clock.now()).toBe(999_990);
  vi.setSystemTime(5_000_000);
  clock.set(1_000_500);
  expect(clock.now()).toBe(1_000_500);
  vi.useRealTimers();
});
