import { expect, test, vi } from 'vitest';

vi.mock('$paraglide/runtime', () => ({ getLocale: () => 'en' }));
const { formatDay } = await import('./format-date.ts');

test('a date in another year shows the year, by the event’s own clock', () => {
  const now = '2026-11-22T17:00:00Z';
  const day = (iso: string) => formatDay(iso, 'Europe/Berlin', now);
  expect([day('2026-12-12T18:30:00Z'), day('2027-01-09T18:30:00Z'), day('2026-12-31T23:30:00Z')]).toEqual([
    'Sat 12 Dec',
    'Sat, 9 Jan 2027',
    'Fri, 1 Jan 2027',
  ]);
});
