import { expect, test } from 'vitest';
import { confirmedBooking, deskWith, lineAtDesk, paymentOf } from '../../testing/desk.ts';
import { cancel } from './cancel.ts';

test('an offer that was paid this very moment can’t be declined: nothing is cancelled, and no fee is kept', () => {
  const desk = deskWith();
  const booking = confirmedBooking(desk, {
    lines: [lineAtDesk({ totalMinor: 2000 })],
    method: 'stripe',
    payments: [paymentOf('booking', { amountMinor: 2000, method: 'stripe' })],
  });
  const decline = {
    bookingId: booking.id,
    by: 'buyer' as const,
    userId: null,
    reason: null,
    refund: false,
    onlyUnpaid: true,
  };
  expect(cancel(desk, decline)).toEqual({
    ok: false,
    code: 'invalid_transition',
    details: { status: 'confirmed' },
  });
  expect([booking.status, booking.refunds]).toEqual(['confirmed', []]);
});
