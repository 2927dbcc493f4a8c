import { mayBecome } from '../booking/booking.ts';
import type { PaymentMethod } from '../payment/payment.ts';
import { keptWhenCancelled } from '../event/cancel-policy.ts';
import { refusal } from '../refusal.ts';
import {
  askStripeFirst,
  confirm,
  endSession,
  hasTicketsUnpaid,
  openPayment,
  release,
  touchPayment,
  voidSold,
} from './book.ts';
import type { Answers, CancelBooking, ChangeStatus } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { payByHand } from './pay-by-hand.ts';
import { leftInAll, payBackUpTo, refundable } from './refund.ts';
import { mail, tellHolders } from './tell.ts';

/** Buyers give up what they have not paid, and what they have within the event's policy; staff cancel at any time. */
export function cancel(desk: Desk, command: CancelBooking, mint: Mint): Answers['cancel'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  if (booking.status === 'cancelled') return backAfterwards(desk, booking, { ...command, actor: command.by }, mint);
  if (!mayBecome(booking.status, 'cancelled')) return refusal('invalid_transition', { status: booking.status });
  if (command.onlyUnpaid && (booking.status !== 'pending_payment' || hasTicketsUnpaid(booking)))
    return refusal('invalid_transition', { status: booking.status });
  const actor = { ...command, actor: command.by };
  // A ticket that was passed on is not the buyer's to take back.
  if (
    command.by === 'buyer' &&
    booking.tickets.some(({ status, holderEmail }) => status === 'valid' && holderEmail !== null)
  )
    return refusal('not_cancellable', { reason: 'transferred' });
  if (booking.status === 'pending_payment') return endHold(desk, booking, { ...actor, status: 'cancelled' }, mint);
  if (command.by === 'staff') {
    const backMinor = command.refund ? leftInAll(booking) : 0;
    return voidPaid(desk, booking, { ...actor, backMinor }, mint);
  }
  const kept = keptOf(desk, booking);
  if (kept === null) return refusal('not_cancellable');
  if (booking.tickets.some(({ wasIn }) => wasIn)) return refusal('ticket_checked_in');
  return voidPaid(desk, booking, { ...actor, backMinor: Math.max(0, leftInAll(booking) - kept) }, mint);
}

/** What the organizer keeps when the buyer cancels now; null where that is not possible. */
export function keptOf({ event, now }: Pick<Desk, 'event' | 'now'>, booking: BookingAtDesk): number | null {
  return event.facts.status === 'published' ? keptWhenCancelled(event, booking.totalMinor, now) : null;
}

/** Staff's hand on the status, along the transitions that there are. */
export function changeStatus(desk: Desk, command: ChangeStatus, mint: Mint): Answers['change_status'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  // Two clerks with one guest's money each: the second must not believe that theirs was booked.
  const isPaid = booking.status === 'confirmed' && booking.totalMinor > 0;
  if (isPaid && command.status === 'confirmed' && command.paidBy !== null) return refusal('already_paid');
  if (booking.status === command.status) return backAfterwards(desk, booking, { ...command, actor: 'staff' }, mint);
  if (!mayBecome(booking.status, command.status)) {
    return refusal('invalid_transition', { from: booking.status, to: command.status });
  }
  const actor = { ...command, actor: 'staff' };
  if (command.status === 'confirmed') return confirmByHand(desk, booking, actor, mint);
  if (booking.status === 'pending_payment')
    return endHold(desk, booking, { ...actor, status: command.status as 'expired' }, mint);
  const backMinor = command.refund ? leftInAll(booking) : 0;
  return voidPaid(desk, booking, { ...actor, backMinor }, mint);
}

/** Staff may ask for the money of what is cancelled already. What a bank has in hand is theirs to settle, not asked twice. */
function backAfterwards(
  desk: Desk,
  booking: BookingAtDesk,
  actor: Actor & { refund: boolean; owed?: boolean },
  mint: Mint,
): Answers['cancel'] {
  if (booking.status !== 'cancelled' || actor.actor !== 'staff' || !actor.refund) return changed(booking, 0);
  const amountMinor = booking.payments.reduce((sum, payment) => sum + refundable(booking, payment), 0);
  if (amountMinor === 0) return changed(booking, 0);
  const wish = { ...actor, amountMinor, reason: actor.reason ?? 'booking_cancelled' };
  return changed(booking, payBackUpTo(desk, booking, wish, mint).amount);
}

type Actor = { userId: string | null; actor: string; reason: string | null };

/** Tickets are void, places go back, and so does as much of the money as was said. */
export function voidPaid(
  desk: Desk,
  booking: BookingAtDesk,
  actor: Actor & { backMinor: number; owed?: boolean },
  mint: Mint,
): Answers['cancel'] {
  const { backMinor } = actor;
  tellHolders(desk, booking, booking.tickets, mint);
  voidSold(desk, booking);
  const reason = actor.reason ?? 'booking_cancelled';
  const wish = { ...actor, amountMinor: backMinor, reason, isToldAlready: true };
  const back = payBackUpTo(desk, booking, wish, mint);
  mail(desk, booking, 'booking_cancelled', { ...back, kept: stays(booking), currency: booking.currency }, mint);
  audit(desk, booking, actor, { before: 'confirmed', after: 'cancelled' });
  return changed(booking, back.amount);
}

/** What of the payment does not go back. Nothing is said of it where a refund failed: that is told, and mended, by itself. */
function stays(booking: BookingAtDesk): number {
  if (booking.refunds.some(({ status }) => status === 'failed')) return 0;
  return booking.payments.reduce((sum, payment) => sum + refundable(booking, payment), 0);
}

/** The bank has taken the money back: nothing more is refunded, and the tickets are void. */
export function giveUpTickets(desk: Desk, booking: BookingAtDesk, reason: string, mint: Mint): void {
  voidPaid(desk, booking, { userId: null, actor: 'stripe', reason, backMinor: 0 }, mint);
}

/** Where a session is open, Stripe is asked first: it may have been paid this very moment. */
export function endHold(
  desk: Desk,
  booking: BookingAtDesk,
  actor: Actor & { status: 'expired' | 'cancelled'; refund?: boolean },
  mint: Mint,
): Answers['cancel'] {
  if (actor.status === 'cancelled') booking.cancelledAt ??= desk.now;
  if (actor.actor === 'staff' && actor.status === 'cancelled' && actor.refund) booking.refundIfPaid = true;
  const payment = openPayment(booking);
  audit(desk, booking, actor, { before: booking.status, after: actor.status });
  desk.changes.touched.add(booking.id);
  if (payment?.stripeSessionId) {
    if (!booking.releasingSince) askStripeFirst(desk, booking, payment, mint);
    return changed(booking, 0);
  }
  giveUpPayment(desk, booking);
  release(desk, booking, mint);
  return changed(booking, 0);
}

/** A payment without a session was never shown to anybody: it can't be paid. */
export function giveUpPayment(desk: Desk, booking: BookingAtDesk): void {
  const payment = openPayment(booking);
  if (!payment) return;
  payment.status = booking.cancelledAt ? 'cancelled' : 'timeout';
  touchPayment(desk, payment);
}

/** A session that is still open is one that the buyer could pay, with or beside what they chose instead. */
export function closeOpenPayment(desk: Desk, booking: BookingAtDesk, mint: Mint): void {
  const payment = openPayment(booking);
  if (payment?.stripeSessionId) endSession(desk, booking, payment, mint);
  else giveUpPayment(desk, booking);
}

function confirmByHand(
  desk: Desk,
  booking: BookingAtDesk,
  actor: Actor & { paidBy: PaymentMethod | null },
  mint: Mint,
): Answers['cancel'] {
  if (desk.event.facts.status === 'cancelled') return refusal('event_not_published');
  if (booking.totalMinor > 0 && !actor.paidBy)
    return refusal('invalid_request', {
      fields: [{ path: 'paidBy', message: 'How it was paid: cash or card_terminal', reason: 'missing' }],
    });
  const payment = openPayment(booking);
  // Otherwise it could still be paid at Stripe, by somebody who has tickets already.
  if (payment?.stripeSessionId) return refusal('invalid_transition', { openPayment: payment.id });
  giveUpPayment(desk, booking);
  confirm(desk, booking, 'own', mint);
  if (actor.paidBy) payByHand(desk, booking, actor.paidBy, mint);
  desk.changes.touched.add(booking.id);
  const paid = { method: booking.method, amountMinor: booking.totalMinor };
  audit(desk, booking, actor, { before: 'pending_payment', after: 'confirmed' }, paid);
  return changed(booking, 0);
}

function audit(
  desk: Desk,
  booking: BookingAtDesk,
  by: Actor,
  status: { before: string; after: string },
  more: object = {},
): void {
  if (by.actor === 'buyer' && status.before === 'pending_payment') return;
  desk.changes.audit.push({
    userId: by.userId,
    actor: by.actor,
    action: 'booking.status',
    bookingId: booking.id,
    before: { status: status.before },
    after: { status: status.after, reason: by.reason, ...more },
  });
}

const changed = (booking: BookingAtDesk, refundedMinor: number): Answers['cancel'] => ({
  ok: true,
  status: booking.status,
  releasing: booking.releasingSince !== null,
  refundedMinor,
});
