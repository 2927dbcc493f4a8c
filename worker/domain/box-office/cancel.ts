import { mayBecome } from '../booking/booking.ts';
import type { PaymentMethod } from '../payment/payment.ts';
import { keptWhenCancelled } from '../event/cancel-policy.ts';
import { refusal } from '../refusal.ts';
import { hasComeIn } from '../ticket/attendance.ts';
import {
  askStripeFirst,
  confirm,
  expireSession,
  hasTicketsUnpaid,
  isEventCancelled,
  openPayment,
  releaseHold,
  touchPayment,
  voidSold,
} from './booking-steps.ts';
import type { CancelBooking, ChangeStatus, Replies } from './command.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { mailBuyer, mailHolders } from './outbox.ts';
import { recordPayment } from './record-payment.ts';
import { leftInAll, refundable, refundUpTo } from './refund.ts';

/** Cancels a booking: for staff at any time, for buyers while it is unpaid or within the event's policy. */
export function cancel(desk: Desk, command: CancelBooking): Replies['cancel'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  const by = { ...command, actor: command.by };
  if (booking.status === 'cancelled') return refundCancelled(desk, booking, by);
  if (!mayBecome(booking.status, 'cancelled')) return refusal('invalid_transition', { status: booking.status });
  if (command.onlyUnpaid && (booking.status !== 'pending_payment' || hasTicketsUnpaid(booking)))
    return refusal('invalid_transition', { status: booking.status });
  const isTransferred = booking.tickets.some(({ status, holderEmail }) => status === 'valid' && holderEmail !== null);
  if (command.by === 'buyer' && isTransferred) return refusal('not_cancellable', { reason: 'transferred' });
  const isUsed = booking.tickets.some((ticket) => hasComeIn(ticket, command.attendance));
  if (booking.status === 'pending_payment') {
    if (command.by === 'buyer' && isUsed) return refusal('ticket_checked_in');
    return endHold(desk, booking, { ...by, status: 'cancelled' });
  }
  if (command.by === 'staff')
    return cancelPaid(desk, booking, { ...by, refundMinor: command.refund ? leftInAll(booking) : 0 });
  const kept =
    desk.event.facts.status === 'published' ? keptWhenCancelled(desk.event, booking.totalMinor, desk.now) : null;
  if (kept === null) return refusal('not_cancellable');
  if (isUsed) return refusal('ticket_checked_in');
  return cancelPaid(desk, booking, { ...by, refundMinor: Math.max(0, leftInAll(booking) - kept) });
}

/** Changes a booking's status for staff, along the transitions that exist. */
export function changeStatus(desk: Desk, command: ChangeStatus): Replies['change_status'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  // Two members of staff may each have taken a guest's money: the second must not believe that theirs was recorded.
  const isPaid = booking.status === 'confirmed' && booking.totalMinor > 0;
  if (isPaid && command.status === 'confirmed' && command.paidBy !== null) return refusal('already_paid');
  const by = { ...command, actor: 'staff' };
  if (booking.status === command.status) return refundCancelled(desk, booking, by);
  if (!mayBecome(booking.status, command.status))
    return refusal('invalid_transition', { from: booking.status, to: command.status });
  if (command.status === 'confirmed') return confirmForStaff(desk, booking, by);
  if (booking.status === 'pending_payment')
    return endHold(desk, booking, { ...by, status: command.status as 'expired' });
  return cancelPaid(desk, booking, { ...by, refundMinor: command.refund ? leftInAll(booking) : 0 });
}

interface Actor {
  userId: string | null;
  actor: string;
  reason: string | null;
}

/** Refunds a booking that staff cancelled earlier without a refund; disputed money stays with the bank. */
function refundCancelled(
  desk: Desk,
  booking: BookingAtDesk,
  by: Actor & { refund: boolean; owed?: boolean },
): Replies['cancel'] {
  if (booking.status !== 'cancelled' || by.actor !== 'staff' || !by.refund) return changed(booking, 0);
  const amountMinor = booking.payments.reduce((sum, payment) => sum + refundable(booking, payment), 0);
  if (amountMinor === 0) return changed(booking, 0);
  const request = { ...by, amountMinor, reason: by.reason ?? 'booking_cancelled' };
  return changed(booking, refundUpTo(desk, booking, request).amount);
}

/** Voids the tickets, releases the places and refunds as much of the money as requested. */
export function cancelPaid(
  desk: Desk,
  booking: BookingAtDesk,
  by: Actor & { refundMinor: number; owed?: boolean },
): Replies['cancel'] {
  mailHolders(desk, booking, booking.tickets);
  voidSold(desk, booking);
  const reason = by.reason ?? 'booking_cancelled';
  const request = { ...by, amountMinor: by.refundMinor, reason, isBuyerNotified: true };
  const refunded = refundUpTo(desk, booking, request);
  mailBuyer(desk, booking, {
    kind: 'booking_cancelled',
    payload: { ...refunded, kept: keptOf(booking), currency: booking.currency },
  });
  audit(desk, booking, { by, before: 'confirmed', after: 'cancelled' });
  return changed(booking, refunded.amount);
}

/** Returns what the organizer keeps; 0 where a refund failed, because another mail tells about that. */
function keptOf(booking: BookingAtDesk): number {
  if (booking.refunds.some(({ status }) => status === 'failed')) return 0;
  return booking.payments.reduce((sum, payment) => sum + refundable(booking, payment), 0);
}

/** Ends an unpaid booking. While a session is open Stripe is asked first: it may have been paid this very moment. */
function endHold(
  desk: Desk,
  booking: BookingAtDesk,
  by: Actor & { status: 'expired' | 'cancelled'; refund?: boolean },
): Replies['cancel'] {
  if (by.status === 'cancelled') booking.cancelledAt ??= desk.now;
  if (by.actor === 'staff' && by.status === 'cancelled' && by.refund) booking.refundIfPaid = true;
  const payment = openPayment(booking);
  audit(desk, booking, { by, before: booking.status, after: by.status });
  desk.changes.touched.add(booking.id);
  if (payment?.stripeSessionId) {
    if (!booking.releasingSince) askStripeFirst(desk, booking, payment);
    return changed(booking, 0);
  }
  giveUpPayment(desk, booking);
  releaseHold(desk, booking);
  return changed(booking, 0);
}

/** Ends an open payment without a session: it was never shown to the buyer, so it can't be paid. */
export function giveUpPayment(desk: Desk, booking: BookingAtDesk): void {
  const payment = openPayment(booking);
  if (!payment) return;
  payment.status = booking.cancelledAt ? 'cancelled' : 'timeout';
  touchPayment(desk, payment);
}

/** Ends an open payment that the buyer could still pay beside what they chose instead. */
export function closeOpenPayment(desk: Desk, booking: BookingAtDesk): void {
  const payment = openPayment(booking);
  if (payment?.stripeSessionId) expireSession(desk, booking, payment);
  else giveUpPayment(desk, booking);
}

function confirmForStaff(
  desk: Desk,
  booking: BookingAtDesk,
  by: Actor & { paidBy: PaymentMethod | null },
): Replies['cancel'] {
  if (isEventCancelled(desk)) return refusal('event_not_published');
  if (booking.totalMinor > 0 && !by.paidBy)
    return refusal('invalid_request', {
      fields: [{ path: 'paidBy', message: 'How it was paid: cash or card_terminal', reason: 'missing' }],
    });
  const payment = openPayment(booking);
  // The buyer could still pay at Stripe, with tickets in hand.
  if (payment?.stripeSessionId) return refusal('invalid_transition', { openPayment: payment.id });
  giveUpPayment(desk, booking);
  confirm(desk, booking, 'own');
  if (by.paidBy) recordPayment(desk, booking, by.paidBy);
  desk.changes.touched.add(booking.id);
  const paid = { method: booking.method, amountMinor: booking.totalMinor };
  audit(desk, booking, { by, before: 'pending_payment', after: 'confirmed', paid });
  return changed(booking, 0);
}

function audit(
  desk: Desk,
  booking: BookingAtDesk,
  { by, before, after, paid }: { by: Actor; before: string; after: string; paid?: object },
): void {
  if (by.actor === 'buyer' && before === 'pending_payment') return;
  desk.changes.audit.push({
    userId: by.userId,
    actor: by.actor,
    action: 'booking.status',
    bookingId: booking.id,
    before: { status: before },
    after: { status: after, reason: by.reason, ...paid },
  });
}

const changed = (booking: BookingAtDesk, refundedMinor: number): Replies['cancel'] => ({
  ok: true,
  status: booking.status,
  releasing: booking.releasingSince !== null,
  refundedMinor,
});
