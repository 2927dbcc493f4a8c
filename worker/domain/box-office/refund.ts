import type { PaymentRecord } from '../payment.ts';
import { refusal } from '../refusal.ts';
import type { AuditNote, NewRefund } from './changes.ts';
import type { Answers, RefundPayment, RefundView, SettleRefund } from './command.ts';
import { givenAnswer, keepAnswer } from './given.ts';
import type { BookingAtDesk, Desk, Mint, RefundAtDesk } from './desk.ts';
import { issueCreditNote } from './receipt.ts';
import { isKnown, note } from './stripe-note.ts';
import { mail, mailOrganizer, tellStripe } from './tell.ts';

type Gone = Pick<RefundAtDesk, 'paymentId' | 'status' | 'amountMinor'>;

/** What is left of a payment: paid, less what went back or is on its way. */
export function refundable(
  { refunds, contested }: { refunds: readonly Gone[]; contested: ReadonlyMap<string, 'open' | 'lost'> },
  payment: PaymentRecord,
): number {
  // What a bank has taken back is not ours to give as well.
  if (payment.status !== 'succeeded' || contested.get(payment.id) === 'lost') return 0;
  const gone = refunds.filter(({ paymentId, status }) => paymentId === payment.id && status !== 'failed');
  // Stripe's dashboard may pay back what is on its way back from here: one of the two will fail there.
  return Math.max(0, payment.amountMinor - gone.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
}

export const refundableInAll = (booking: BookingAtDesk) =>
  booking.payments.reduce((sum, payment) => sum + refundable(booking, payment), 0);

/** Staff pay back in full or in part; a second call with the same key is the first one's answer. */
export function refund(desk: Desk, command: RefundPayment, mint: Mint): Answers['refund'] {
  const given = givenAnswer<RefundView>(desk, command.idempotency);
  if (given) return given.ok ? { ok: true, refund: given.answer } : given;
  const booking = desk.bookings.get(command.bookingId);
  const payment = booking?.payments.find(({ id }) => id === command.paymentId);
  if (!booking || !payment) return refusal('not_found');
  // Stripe refuses it while the bank decides, and by then the money may be gone.
  const isContested = booking.contested.has(payment.id);
  const availableMinor = refundable(booking, payment);
  if (availableMinor === 0 || isContested)
    return refusal('nothing_to_refund', { status: payment.status, contested: isContested });
  const amountMinor = command.amountMinor ?? availableMinor;
  if (amountMinor > availableMinor)
    return refusal('refund_too_large', { availableMinor, currency: payment.currency, requestedMinor: amountMinor });
  const made = payBack(desk, booking, payment, { ...command, amountMinor, actor: 'staff' }, mint);
  const view = viewOf(made);
  keepAnswer(desk, command.idempotency, view);
  return { ok: true, refund: view };
}

/** `actor` as in the audit log; `isToldAlready`: another mail says what goes back. */
type Wish = { amountMinor: number; reason: string; userId: string | null; actor: string; isToldAlready?: boolean };

/** One refund of one payment. What Stripe took, Stripe pays back, later; the rest is paid back by somebody's hand. */
export function payBack(desk: Desk, booking: BookingAtDesk, payment: PaymentRecord, wish: Wish, mint: Mint): NewRefund {
  const { amountMinor, reason, userId, actor } = wish;
  const byHand = payment.method !== 'stripe';
  // Staff who ask for it hand it over; to a buyer it is owed until somebody has.
  const isHandedOver = byHand && actor === 'staff';
  const made: NewRefund = {
    id: mint.uuid(),
    bookingId: booking.id,
    paymentId: payment.id,
    stripeRefundId: null,
    status: isHandedOver ? 'succeeded' : 'pending',
    amountMinor,
    currency: payment.currency,
    byHand,
    reason,
    requestedBy: actor === 'staff' ? userId : null,
  };
  booking.refunds.push(made);
  desk.refunds.set(made.id, made);
  desk.changes.newRefunds.push(made);
  if (isHandedOver) issueCreditNote(desk, booking, made, mint);
  else if (!byHand) tellStripe(desk, booking, 'refund', { refundId: made.id }, mint);
  if (!wish.isToldAlready)
    mail(desk, booking, 'payment_refunded', { amount: amountMinor, currency: payment.currency }, mint);
  desk.changes.audit.push({
    userId,
    actor,
    action: 'payment.refund',
    bookingId: booking.id,
    before: {},
    after: { amountMinor, currency: payment.currency, reason },
  });
  return made;
}

/** Up to so much of what was paid for the booking, the newest payment first; answers what goes back. */
export function payBackUpTo(desk: Desk, booking: BookingAtDesk, wish: Wish, mint: Mint): number {
  let left = wish.amountMinor;
  for (const payment of booking.payments) {
    const amountMinor = Math.min(left, refundable(booking, payment));
    if (amountMinor === 0) continue;
    payBack(desk, booking, payment, { ...wish, amountMinor }, mint);
    left -= amountMinor;
  }
  return wish.amountMinor - left;
}

const viewOf = ({ id, paymentId, status, amountMinor, currency }: RefundAtDesk): RefundView => ({
  id,
  paymentId,
  status,
  amountMinor,
  currency,
});

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
    currency: payment.currency,
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
