import { paidCurrencyOf } from '../payment/payment.ts';
import { refusal } from '../refusal.ts';
import type { NewRefund } from './changes.ts';
import type { Replies, SettleRefund } from './command.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk, RefundAtDesk } from './at-desk.ts';
import { mailBuyer, mailOrganizer } from './outbox.ts';
import { issueCreditNote } from './receipt.ts';
import { refundable } from './refund.ts';
import { isKnown, note } from './stripe-note.ts';

/** Applies the outcome of a refund. It may fail even after it succeeded; staff are told, and may refund it directly. */
export function settleRefund(desk: Desk, command: SettleRefund): Replies['settle_refund'] {
  const { report, byHand } = command;
  const booking = desk.bookings.get(command.bookingId);
  const reply = (settlement: 'noted' | 'repeated' | 'unknown'): Replies['settle_refund'] => {
    note(desk, command.stripeEvent, { paymentId: booking ? command.paymentId : null, outcome: settlement });
    return { ok: true, settlement };
  };
  if (isKnown(desk, command.stripeEvent)) return reply('repeated');
  const known = booking && knownRefund(desk, booking, command);
  const refunded = known ?? (booking ? adopt(desk, booking, command) : null);
  if (!booking || !refunded) return reply('unknown');
  if (!byHand && isOldNews(refunded, report.state)) {
    keepStripeId(desk, refunded, report.stripeRefundId);
    return reply(known ? 'repeated' : 'noted');
  }
  if (byHand) {
    const handed = handedOver(booking, refunded);
    if (typeof handed !== 'number') return handed;
    desk.changes.audit.push({
      userId: byHand.userId,
      actor: 'staff',
      action: 'refund.by_hand',
      bookingId: booking.id,
      before: { status: refunded.status, amountMinor: refunded.amountMinor },
      after: { status: 'succeeded', amountMinor: handed, currency: refunded.currency },
    });
    refunded.amountMinor = handed;
  }
  const failed = report.state === 'failed';
  refunded.status = report.state;
  refunded.stripeRefundId ??= report.stripeRefundId;
  refunded.byHand = byHand !== undefined;
  desk.changes.touchedRefunds.set(refunded.id, { ...refunded, failureReason: failed ? report.reason : null });
  if (failed) mailFailure(desk, booking, { ...refunded, reason: report.reason });
  if (report.state === 'succeeded') issueCreditNote(desk, booking, refunded);
  return reply('noted');
}

/** The buyer hears only of money that they still wait for: not where another refund covered it, or a bank has it. */
function mailFailure(desk: Desk, booking: BookingAtDesk, refunded: RefundAtDesk & { reason: string }): void {
  const { amountMinor: amount, currency, paymentId, reason } = refunded;
  mailOrganizer(desk, booking, { kind: 'refund_failed', payload: { amount, currency, reason } });
  const payment = booking.payments.find(({ id }) => id === paymentId);
  if (payment && refundable(booking, payment) >= amount)
    mailBuyer(desk, booking, { kind: 'refund_delayed', payload: { amount, currency } });
}

/** Keeps Stripe's id of a refund whose status is unchanged, so that Stripe can be asked about it. */
function keepStripeId(desk: Desk, refunded: RefundAtDesk, stripeRefundId: string | null): void {
  if (refunded.stripeRefundId !== null || stripeRefundId === null) return;
  refunded.stripeRefundId = stripeRefundId;
  desk.changes.touchedRefunds.set(refunded.id, { ...refunded, failureReason: null });
}

/**
 * Returns how much staff hand over: all that is owed, or of a refund that failed at Stripe as much as the payment still
 * allows, since another refund may have covered part of it.
 */
function handedOver(booking: BookingAtDesk, { paymentId, status, byHand, amountMinor }: RefundAtDesk) {
  if (status === 'pending' && byHand) return amountMinor;
  if (status !== 'failed') return refusal('invalid_transition', { status });
  const contested = booking.contested.get(paymentId);
  if (contested) return refusal('payment_contested', { status: contested });
  const payment = booking.payments.find(({ id }) => id === paymentId);
  const left = payment ? refundable(booking, payment) : 0;
  return left > 0 ? Math.min(amountMinor, left) : refusal('nothing_to_refund');
}

/** A failed refund only changes when staff settle it, and nothing undoes that; a succeeded one can only fail. */
const isOldNews = ({ status, byHand }: RefundAtDesk, state: 'pending' | 'succeeded' | 'failed') =>
  byHand || status === 'failed' || status === state || (status === 'succeeded' && state === 'pending');

function knownRefund(desk: Desk, booking: BookingAtDesk, { refundId, report }: SettleRefund): RefundAtDesk | undefined {
  const byId = refundId ? desk.refunds.get(refundId) : undefined;
  if (byId) return byId.bookingId === booking.id ? byId : undefined;
  return booking.refunds.find(
    ({ stripeRefundId }) => stripeRefundId !== null && stripeRefundId === report.stripeRefundId,
  );
}

/** Takes over a refund that was made in Stripe's dashboard. */
function adopt(desk: Desk, booking: BookingAtDesk, command: SettleRefund): RefundAtDesk | null {
  const payment = booking.payments.find(({ id }) => id === command.paymentId);
  if (command.refundId || !payment || command.amountMinor === null) return null;
  const { state, stripeRefundId } = command.report;
  const adopted: NewRefund = {
    id: desk.ids.uuid(),
    bookingId: booking.id,
    paymentId: payment.id,
    stripeRefundId,
    // The failure may arrive before the creation: keeping the refund stops the older report from reviving it.
    status: state === 'failed' ? 'pending' : state,
    amountMinor: command.amountMinor,
    currency: paidCurrencyOf(payment),
    byHand: false,
    reason: 'stripe_dashboard',
    requestedBy: null,
  };
  booking.refunds.push(adopted);
  desk.refunds.set(adopted.id, adopted);
  desk.changes.newRefunds.push(adopted);
  if (adopted.status === 'succeeded') issueCreditNote(desk, booking, adopted);
  return adopted;
}
