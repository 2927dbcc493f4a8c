import { paidCurrencyOf } from '../payment.ts';
import { refusal } from '../refusal.ts';
import type { AuditNote, NewRefund } from './changes.ts';
import type { Answers, SettleRefund } from './command.ts';
import type { BookingAtDesk, Desk, Mint, RefundAtDesk } from './desk.ts';
import { issueCreditNote } from './receipt.ts';
import { refundable } from './refund.ts';
import { isKnown, note } from './stripe-note.ts';
import { mailOrganizer } from './tell.ts';

/** What became of a refund. It may fail even after it succeeded; then staff are told, and may settle it by hand. */
export function settleRefund(desk: Desk, command: SettleRefund, mint: Mint): Answers['settle_refund'] {
  const { report, byHand } = command;
  const booking = desk.bookings.get(command.bookingId);
  const answer = (settlement: 'noted' | 'repeated' | 'unknown'): Answers['settle_refund'] => {
    note(desk, command.stripeEvent, booking ? command.paymentId : null, settlement);
    return { ok: true, settlement };
  };
  if (isKnown(desk, command.stripeEvent)) return answer('repeated');
  const known = booking && knownRefund(desk, booking, command);
  const refunded = known ?? (booking ? adopt(desk, booking, command, mint) : null);
  if (!booking || !refunded) return answer('unknown');
  if (!byHand && isOldNews(refunded, report.state)) {
    keepName(desk, refunded, report.stripeRefundId);
    return answer(known ? 'repeated' : 'noted');
  }
  const refused = byHand && whyNotByHand(booking, refunded);
  if (refused) return refused;
  if (byHand) desk.changes.audit.push(noteByHand(booking, refunded, byHand.userId));
  const failed = report.state === 'failed';
  refunded.status = report.state;
  refunded.stripeRefundId ??= report.stripeRefundId;
  refunded.byHand = byHand !== undefined;
  desk.changes.touchedRefunds.set(refunded.id, { ...refunded, failureReason: failed ? report.reason : null });
  if (failed) mailOrganizer(desk, booking, 'refund_failed', failureOf(refunded, report.reason), mint);
  if (report.state === 'succeeded') issueCreditNote(desk, booking, refunded, mint);
  return answer('noted');
}

const failureOf = ({ amountMinor: amount, currency }: RefundAtDesk, reason: string) => ({ amount, currency, reason });

/** Pending here as there: but now it has a name at Stripe, by which it can be asked about. */
function keepName(desk: Desk, refunded: RefundAtDesk, stripeRefundId: string | null): void {
  if (refunded.stripeRefundId !== null || stripeRefundId === null) return;
  refunded.stripeRefundId = stripeRefundId;
  desk.changes.touchedRefunds.set(refunded.id, { ...refunded, failureReason: null });
}

/** What is owed can be handed over; what failed at Stripe is open again, and may have gone back by another refund. */
function whyNotByHand(booking: BookingAtDesk, refunded: RefundAtDesk) {
  const { paymentId, status, amountMinor, currency } = refunded;
  if (status === 'pending' && refunded.byHand) return null;
  if (status !== 'failed') return refusal('invalid_transition', { status });
  const payment = booking.payments.find(({ id }) => id === paymentId);
  const availableMinor = payment && !booking.contested.has(paymentId) ? refundable(booking, payment) : 0;
  if (amountMinor <= availableMinor) return null;
  return refusal('refund_too_large', { availableMinor, currency, requestedMinor: amountMinor });
}

const noteByHand = ({ id: bookingId }: BookingAtDesk, refunded: RefundAtDesk, userId: string | null): AuditNote => ({
  ...{ userId, actor: 'staff', action: 'refund.by_hand', bookingId },
  before: { status: refunded.status },
  after: { status: 'succeeded', amountMinor: refunded.amountMinor, currency: refunded.currency },
});

/** Nothing brings a failed refund back but a hand, and nothing undoes that; one that Stripe made can only fail. */
const isOldNews = ({ status, byHand }: RefundAtDesk, state: 'pending' | 'succeeded' | 'failed') =>
  byHand || status === 'failed' || status === state || (status === 'succeeded' && state === 'pending');

function knownRefund(desk: Desk, booking: BookingAtDesk, { refundId, report }: SettleRefund): RefundAtDesk | undefined {
  const byId = refundId ? desk.refunds.get(refundId) : undefined;
  if (byId) return byId.bookingId === booking.id ? byId : undefined;
  return booking.refunds.find(
    ({ stripeRefundId }) => stripeRefundId !== null && stripeRefundId === report.stripeRefundId,
  );
}

/** Somebody refunded in Stripe's own dashboard: the money went back all the same. */
function adopt(desk: Desk, booking: BookingAtDesk, command: SettleRefund, mint: Mint): RefundAtDesk | null {
  const payment = booking.payments.find(({ id }) => id === command.paymentId);
  if (command.refundId || !payment || command.amountMinor === null) return null;
  const { state, stripeRefundId } = command.report;
  const adopted: NewRefund = {
    id: mint.uuid(),
    bookingId: booking.id,
    paymentId: payment.id,
    stripeRefundId,
    // That it failed may be told before that it was made: it is known then, and older news can't revive it.
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
  if (adopted.status === 'succeeded') issueCreditNote(desk, booking, adopted, mint);
  return adopted;
}
