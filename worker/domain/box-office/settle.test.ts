import { expect, test } from 'vitest';
import { confirmedBooking, deskWith, hours, now, paymentOf } from '../../testing/desk.ts';
import type { PaymentReport, StripeEventMark } from '../payment/payment.ts';
import type { BookingAtDesk } from './at-desk.ts';
import type { Desk } from './desk.ts';
import { settle } from './settle.ts';

const news: StripeEventMark = { id: 'evt_1', type: 'checkout.session.completed', occurredAt: now.toISOString() };
const paid: PaymentReport = {
  state: 'paid',
  amountMinor: 1000,
  currency: 'EUR',
  stripeSessionId: 'cs_1',
  stripePaymentIntentId: 'pi_1',
};

/** A booking that is being paid while `free` tickets are left beside those that it holds. */
function beingPaid(free: number, fields: Partial<BookingAtDesk> = {}): { desk: Desk; booking: BookingAtDesk } {
  const desk = deskWith({}, undefined, 1);
  const payments = [paymentOf('booking', { status: 'pending' })];
  const status = fields.status ?? 'pending_payment';
  const holdExpiresAt = status === 'pending_payment' ? hours(1) : null;
  const made = { status, holdExpiresAt, confirmedAt: null, receipted: new Map(), tickets: [], payments };
  const booking = confirmedBooking(desk, { ...made, ...fields });
  const held = status === 'pending_payment' ? 1 : 0;
  desk.stock.set('house', { id: 'house', size: 10, held, sold: 10 - held - free });
  return { desk, booking };
}
const settleAs = (desk: Desk, report: PaymentReport, stripeEvent: StripeEventMark | null = null) =>
  settle(desk, { bookingId: 'booking', paymentId: 'payment', report, stripeEvent });
const refundReasons = (desk: Desk) => desk.changes.newRefunds.map(({ reason, amountMinor }) => [reason, amountMinor]);
const waiting = (desk: Desk) => desk.changes.newWaiting.map(({ email, first }) => [email, first]);

test('a late payment becomes tickets while some are left; after that it is refunded and its buyer is first in line', () => {
  const left = beingPaid(1, { status: 'expired' });
  expect(settleAs(left.desk, paid)).toMatchObject({ settlement: 'confirmed', bookingStatus: 'confirmed' });
  expect([refundReasons(left.desk), waiting(left.desk), left.desk.changes.tickets.length]).toEqual([[], [], 1]);

  const gone = beingPaid(0, { status: 'expired' });
  expect(settleAs(gone.desk, paid)).toMatchObject({ settlement: 'refunding', bookingStatus: 'expired' });
  expect(refundReasons(gone.desk)).toEqual([['places_gone', 1000]]);
  expect(waiting(gone.desk)).toEqual([['ada@example.com', true]]);
  expect(gone.desk.changes.tickets).toEqual([]);
});

test('a buyer who paid for a cancelled booking, twice, or another amount is refunded and gets no rank', () => {
  const cases: [ReturnType<typeof beingPaid>, PaymentReport, string][] = [
    [beingPaid(1, { status: 'cancelled', cancelledAt: now }), paid, 'booking_cancelled'],
    [beingPaid(0, { status: 'confirmed', confirmedAt: now }), paid, 'paid_twice'],
    [beingPaid(0, { refundIfPaid: true }), paid, 'booking_cancelled'],
    [beingPaid(0), { ...paid, amountMinor: 999 }, 'amount_mismatch'],
    [beingPaid(0), { ...paid, currency: 'USD' }, 'amount_mismatch'],
  ];
  for (const [{ desk }, report, reason] of cases) {
    expect(settleAs(desk, report)).toMatchObject({ settlement: 'refunding' });
    expect(refundReasons(desk)).toEqual([[reason, (report as { amountMinor: number }).amountMinor]]);
    expect([waiting(desk), desk.changes.tickets]).toEqual([[], []]);
  }
});

test('one event of Stripe’s counts once, and is stored with the change it makes', () => {
  const { desk, booking } = beingPaid(0);
  expect(settleAs(desk, paid, news)).toMatchObject({ settlement: 'confirmed' });
  expect(desk.changes.stripeEvents).toEqual([{ ...news, paymentId: 'payment', outcome: 'confirmed' }]);
  booking.status = 'pending_payment';
  booking.payments[0]!.status = 'pending';
  expect(settleAs(desk, paid, news)).toMatchObject({ settlement: 'repeated', bookingStatus: 'pending_payment' });
});

test('a session that ends releases a due hold, and leaves one that can still be paid', () => {
  for (const [due, settlement, status] of [
    [hours(-1), 'released', 'expired'],
    [hours(1), 'noted', 'pending_payment'],
  ] as const) {
    const { desk, booking } = beingPaid(0, { holdExpiresAt: due });
    expect(settleAs(desk, { state: 'expired' })).toMatchObject({ settlement, bookingStatus: status });
    expect([booking.status, booking.payments[0]!.status]).toEqual([status, 'timeout']);
    expect(desk.stock.get('house')!.held).toBe(status === 'expired' ? 0 : 1);
  }
});
