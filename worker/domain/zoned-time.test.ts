import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf, wallTime } from './zoned-time.ts';

test.each([
  ['2026-12-24T20:30', 'Europe/Berlin', '2026-12-24T19:30:00.000Z'],
  ['2026-07-01T20:30', 'Europe/Berlin', '2026-07-01T18:30:00.000Z'],
  ['2026-07-01T09:15', 'Asia/Kathmandu', '2026-07-01T03:30:00.000Z'],
  ['2026-01-01T00:30', 'Pacific/Kiritimati', '2025-12-31T10:30:00.000Z'],
])('%s at an event in %s is %s', (wall, zone, iso) => {
  expect(instantOf(wall, zone)).toBe(iso);
  expect(wallTime(iso, zone)).toBe(wall);
});

test('an hour that the clock shows twice is the first of the two', () => {
  expect(instantOf('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  expect(instantOf('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
});

test('a time that the clock skips is as long after the change', () => {
  expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  expect(instantOf('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
  expect(instantOf('2026-10-04T02:15', 'Australia/Lord_Howe')).toBe('2026-10-03T15:45:00.000Z');
});

test('an event that starts before the clock change and ends after it keeps both local times', () => {
  expect(instantOf('2026-03-28T23:00', 'Europe/Berlin')).toBe('2026-03-28T22:00:00.000Z');
  expect(instantOf('2026-03-29T06:00', 'Europe/Berlin')).toBe('2026-03-29T04:00:00.000Z');
});

test('an invalid time converts to no instant', () => {
  expect(instantOf('', 'Europe/Berlin')).toBeNull();
  expect(instantOf('2026-13-01T00:00', 'Europe/Berlin')).toBeNull();
});

test('any local time converts to an instant at which the clock shows that time', () => {
  const zone = fc.constantFrom(
    'Europe/Berlin',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Tehran',
    'UTC',
  );
  const minute = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 });
  fc.assert(
    fc.property(zone, minute, (timeZone, at) => {
      const wall = wallTime(new Date(at * 60_000).toISOString(), timeZone);
      const instant = instantOf(wall, timeZone);
      expect(instant && wallTime(instant, timeZone)).toBe(wall);
    }),
    { numRuns: 500 },
  );
});
