import { mayBecome } from '../booking.ts';
import { unsell } from '../inventory.ts';
import { refusal } from '../refusal.ts';
import { askStripeFirst, confirm, drawsOf, openPayment, release, touchPayment } from './book.ts';
import type { Answers, CancelBooking, ChangeStatus } from './command.ts';
import type { BookingAtDesk, Desk, Mint } from './desk.ts';

/** Buyers give up what they have not paid; what is confirmed only staff cancel, until events have a policy for it. */
export function cancel(desk: Desk, command: CancelBooking, mint: Mint): Answers['cancel'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  if (booking.status === 'cancelled') return changed(booking);
  if (!mayBecome(booking.status, 'cancelled')) return refusal('invalid_transition', { status: booking.status });
  if (booking.status === 'confirmed' && command.by === 'buyer') return refusal('not_cancellable');
  return becomeCancelled(desk, booking, command, mint);
}

/** Staff's hand on the status, along the transitions that there are. */
export function changeStatus(desk: Desk, command: ChangeStatus, mint: Mint): Answers['change_status'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  if (booking.status === command.status) return changed(booking);
  if (!mayBecome(booking.status, command.status)) {
    return refusal('invalid_transition', { from: booking.status, to: command.status });
  }
  if (command.status === 'cancelled') return becomeCancelled(desk, booking, command, mint);
  return command.status === 'expired'
    ? endHold(desk, booking, command, mint)
    : confirmByHand(desk, booking, command, mint);
}

type Actor = { userId: string | null; reason: string | null };

function becomeCancelled(desk: Desk, booking: BookingAtDesk, actor: Actor, mint: Mint): Answers['cancel'] {
  const before = booking.status;
  booking.cancelledAt ??= desk.now;
  if (before === 'pending_payment') return endHold(desk, booking, actor, mint);
  unsell(desk.stock, drawsOf(desk, booking));
  booking.status = 'cancelled';
  desk.changes.touched.add(booking.id);
  desk.changes.cancelTicketsOf.push(booking.id);
  audit(desk, booking, actor, before);
  return changed(booking);
}

/** Where a session is open, Stripe is asked first: it may have been paid this very moment. */
function endHold(desk: Desk, booking: BookingAtDesk, actor: Actor, mint: Mint): Answers['cancel'] {
  const payment = openPayment(booking);
  audit(desk, booking, actor, booking.status);
  desk.changes.touched.add(booking.id);
  if (payment?.stripeSessionId) {
    if (!booking.releasingSince) askStripeFirst(desk, booking, payment, mint);
    return changed(booking);
  }
  giveUpPayment(desk, booking);
  release(desk, booking, mint);
  return changed(booking);
}

/** A payment without a session was never shown to anybody: it can't be paid. */
export function giveUpPayment(desk: Desk, booking: BookingAtDesk): void {
  const payment = openPayment(booking);
  if (!payment) return;
  payment.status = booking.cancelledAt ? 'cancelled' : 'timeout';
  touchPayment(desk, payment);
}

function confirmByHand(desk: Desk, booking: BookingAtDesk, actor: Actor, mint: Mint): Answers['cancel'] {
  const before = booking.status;
  const payment = openPayment(booking);
  // Otherwise it could still be paid at Stripe, by somebody who has tickets already.
  if (payment?.stripeSessionId) return refusal('invalid_transition', { openPayment: payment.id });
  giveUpPayment(desk, booking);
  confirm(desk, booking, 'held', mint);
  desk.changes.touched.add(booking.id);
  audit(desk, booking, actor, before);
  return changed(booking);
}

function audit(desk: Desk, booking: BookingAtDesk, actor: Actor, before: BookingAtDesk['status']): void {
  if (!actor.userId) return;
  const after = booking.cancelledAt ? 'cancelled' : booking.status === before ? 'expired' : booking.status;
  desk.changes.audit.push({
    userId: actor.userId,
    action: 'booking.status',
    bookingId: booking.id,
    before,
    after,
    reason: actor.reason,
  });
}

const changed = (booking: BookingAtDesk): Answers['cancel'] => ({
  ok: true,
  status: booking.status,
  releasing: booking.releasingSince !== null,
});
