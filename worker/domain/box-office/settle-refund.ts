import { paidCurrencyOf } from '../payment/payment.ts';
import { refusal } from '../refusal.ts';
import type { AuditNote, NewRefund } from './changes.ts';
import type { Answers, SettleRefund } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import type { BookingAtDesk, RefundAtDesk } from './at-desk.ts';
import { issueCreditNote } from './receipt.ts';
import { refundable } from './refund.ts';
import { isKnown, note } from './stripe-note.ts';
import { mail, mailOrganizer } from './tell.ts';

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
  if (byHand) {
    const handed = handedOver(booking, refunded);
    if (typeof handed !== 'number') return handed;
    desk.changes.audit.push(noteByHand(booking, refunded, { ...byHand, amountMinor: handed }));
    refunded.amountMinor = handed;
  }
  const failed = report.state === 'failed';
  refunded.status = report.state;
  refunded.stripeRefundId ??= report.stripeRefundId;
  refunded.byHand = byHand !== undefined;
  desk.changes.touchedRefunds.set(refunded.id, { ...refunded, failureReason: failed ? report.reason : null });
  if (failed) tellFailure(desk, booking, refunded, report.reason, mint);
  if (report.state === 'succeeded') issueCreditNote(desk, booking, refunded, mint);
  return answer('noted');
}

/** The buyer was told that it is on its way. Where it went back otherwise, or a bank has it, they are not waiting for it. */
function tellFailure(desk: Desk, booking: BookingAtDesk, refunded: RefundAtDesk, reason: string, mint: Mint): void {
  const { amountMinor: amount, currency, paymentId } = refunded;
  mailOrganizer(desk, booking, 'refund_failed', { amount, currency, reason }, mint);
  const payment = booking.payments.find(({ id }) => id === paymentId);
  if (payment && refundable(booking, payment) >= amount)
    mail(desk, booking, 'refund_delayed', { amount, currency }, mint);
}

/** Pending here as there: but now it has a name at Stripe, by which it can be asked about. */
function keepName(desk: Desk, refunded: RefundAtDesk, stripeRefundId: string | null): void {
  if (refunded.stripeRefundId !== null || stripeRefundId === null) return;
  refunded.stripeRefundId = stripeRefundId;
  desk.changes.touchedRefunds.set(refunded.id, { ...refunded, failureReason: null });
}

/**
 * What is owed can be handed over. What failed at Stripe is open again, as far as the payment allows: some of it may have
 * gone back by another refund.
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

const noteByHand = (
  { id: bookingId }: BookingAtDesk,
  { status, amountMinor: asked, currency }: RefundAtDesk,
  { userId, amountMinor }: { userId: string | null; amountMinor: number },
): AuditNote => ({
  ...{ userId, actor: 'staff', action: 'refund.by_hand', bookingId },
  before: { status, amountMinor: asked },
  after: { status: 'succeeded', amountMinor, currency },
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
