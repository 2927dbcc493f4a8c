import { expect, test } from 'vitest';
import type { BookingView } from '#contract/booking/booking.ts';
import { keptOf } from './money-kept.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const ended = (status: string, eventStatus: string, parts: Record<string, number>) => {
  const names = ['paid', 'paidBack', 'onItsWay', 'owed', 'failed', 'contested', 'takenBack'];
  const money = Object.fromEntries(names.map((name) => [name, eur(parts[name] ?? 0)]));
  return keptOf({ status, event: { status: eventStatus }, money, total: eur(2000) } as unknown as BookingView);
};

test('the kept fee is the amount paid that is refunded in no way', () => {
  expect(ended('cancelled', 'published', { paid: 2000, paidBack: 500, onItsWay: 1000 })).toEqual(eur(500));
  expect(ended('cancelled', 'published', { paid: 2000, owed: 1500, failed: 500 })).toEqual(eur(0));
});

test('no fee is kept of an unpaid booking, a valid booking, or a cancelled event', () => {
  expect(ended('cancelled', 'published', {})).toEqual(eur(0));
  expect(ended('confirmed', 'published', { paid: 2000 })).toEqual(eur(0));
  expect(ended('cancelled', 'cancelled', { paid: 2000 })).toEqual(eur(0));
});
