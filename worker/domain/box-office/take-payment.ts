import { refusal } from '../refusal.ts';
import { confirm, isEventCancelled } from './booking-steps.ts';
import type { PaymentTaken, Replies, TakePayment } from './command.ts';
import type { Desk } from './desk.ts';
import { findReply, keepReply } from './idempotency.ts';
import { recordPayment } from './record-payment.ts';

/**
 * Records that a booking's due amount was taken at a door. When two doors take it, the second learns that nothing was due
 * any more and gives its money back to the guest.
 */
export function takePayment(desk: Desk, command: TakePayment): Replies['take_payment'] {
  const earlier = findReply<PaymentTaken>(desk, command.idempotency);
  if (earlier) return earlier.ok ? { ok: true, ...earlier.reply } : earlier;
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  if (isEventCancelled(desk)) return refusal('event_not_published');
  const { totalMinor: amountMinor, currency } = booking;
  // Staff may have cancelled it while its card payment is being closed at Stripe.
  const isEnding = booking.releasingSince !== null || booking.cancelledAt !== null;
  const isOwed = booking.status === 'pending_payment' && booking.method === 'at_door' && !isEnding;
  if (!isOwed && booking.status !== 'confirmed') return refusal('hold_expired', { status: booking.status });
  if (isOwed) {
    const { method, taker } = command;
    confirm(desk, booking, 'own');
    recordPayment(desk, booking, method);
    desk.changes.touched.add(booking.id);
    desk.changes.audit.push({
      userId: taker.userId,
      actor: taker.deviceName,
      action: 'booking.status',
      bookingId: booking.id,
      before: { status: 'pending_payment' },
      after: {
        status: 'confirmed',
        reason: null,
        method,
        amountMinor,
        currency,
        tickets: booking.ticketCount,
        deviceId: taker.deviceId,
      },
    });
  }
  const reply: PaymentTaken = { taken: isOwed, method: booking.method, amountMinor, currency };
  keepReply(desk, command.idempotency, reply);
  return { ok: true, ...reply };
}
