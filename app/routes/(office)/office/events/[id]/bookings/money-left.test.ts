import { expect, test } from 'vitest';
import type { BookingView } from '#contract/booking/booking.ts';
import { moneyLeft } from './money-left.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const payment = (method: 'stripe' | 'cash', amount: number) =>
  ({ method, available: eur(amount), withBank: eur(0) }) as BookingView['payments'][number];

test('a direct refund is taken from the newest payment first', () => {
  const booking = { payments: [payment('cash', 2000), payment('stripe', 3000)], total: eur(5000) };
  expect(moneyLeft(booking)).toEqual({ left: eur(5000), byHand: eur(2000), withBank: eur(0) });
  expect(moneyLeft(booking, 1544).byHand).toEqual(eur(1544));
  expect(moneyLeft({ ...booking, payments: [...booking.payments].reverse() }, 1544).byHand).toEqual(eur(0));
});
