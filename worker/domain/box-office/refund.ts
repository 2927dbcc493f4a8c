import { paidCurrencyOf, type PaymentRecord } from '../payment.ts';
import { refusal } from '../refusal.ts';
import type { NewRefund } from './changes.ts';
import type { Answers, RefundPayment, RefundView } from './command.ts';
import { givenAnswer, keepAnswer } from './given.ts';
import type { BookingAtDesk, Desk, Mint, RefundAtDesk } from './desk.ts';
import { issueCreditNote } from './receipt.ts';
import { mail, tellStripe } from './tell.ts';

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
  return Math.max(0, (payment.paidMinor ?? 0) - gone.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
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
    return refusal('refund_too_large', {
      availableMinor,
      currency: paidCurrencyOf(payment),
      requestedMinor: amountMinor,
    });
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
  const currency = paidCurrencyOf(payment);
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
    currency,
    byHand,
    reason,
    requestedBy: actor === 'staff' ? userId : null,
  };
  booking.refunds.push(made);
  desk.refunds.set(made.id, made);
  desk.changes.newRefunds.push(made);
  if (isHandedOver) issueCreditNote(desk, booking, made, mint);
  else if (!byHand) tellStripe(desk, booking, 'refund', { refundId: made.id }, mint);
  if (!wish.isToldAlready) mail(desk, booking, 'payment_refunded', { amount: amountMinor, currency }, mint);
  desk.changes.audit.push({
    userId,
    actor,
    action: 'payment.refund',
    bookingId: booking.id,
    before: {},
    after: { amountMinor, currency, reason },
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
