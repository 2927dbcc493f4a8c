import { paidCurrencyOf, type PaymentRecord } from '../payment/payment.ts';
import { refusal } from '../refusal.ts';
import { unevenAmount } from '../uneven-amount.ts';
import type { NewRefund } from './changes.ts';
import type { Answers, RefundPayment, RefundView } from './command.ts';
import { givenAnswer, keepAnswer } from './given.ts';
import type { Desk, Mint } from './desk.ts';
import type { BookingAtDesk, RefundAtDesk } from './at-desk.ts';
import { issueCreditNote } from './receipt.ts';
import { mail, tellStripe } from './tell.ts';

type Gone = Pick<RefundAtDesk, 'paymentId' | 'status' | 'amountMinor'>;

/** What is left of a payment: paid, less what went back or is on its way. */
export function refundable(
  { refunds, contested }: { refunds: readonly Gone[]; contested: ReadonlyMap<string, 'open' | 'lost'> },
  payment: PaymentRecord,
): number {
  // What a bank has in hand, or has taken back, is not ours to give as well.
  return contested.has(payment.id) ? 0 : leftOf(refunds, payment);
}

function leftOf(refunds: readonly Gone[], payment: PaymentRecord): number {
  if (payment.status !== 'succeeded') return 0;
  const gone = refunds.filter(({ paymentId, status }) => paymentId === payment.id && status !== 'failed');
  // Stripe's dashboard may pay back what is on its way back from here: one of the two will fail there.
  return Math.max(0, (payment.paidMinor ?? 0) - gone.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
}

/** What is left of a payment that a bank has yet to decide about. */
const withBank = ({ refunds, contested }: BookingAtDesk, payment: PaymentRecord) =>
  contested.get(payment.id) === 'open' ? leftOf(refunds, payment) : 0;

/** What was paid and has not gone back, with what a bank has yet to decide about. */
export const leftInAll = (booking: BookingAtDesk) =>
  booking.payments.reduce((sum, payment) => sum + refundable(booking, payment) + withBank(booking, payment), 0);

/** Staff pay back in full or in part; a second call with the same key is the first one's answer. */
export function refund(desk: Desk, command: RefundPayment, mint: Mint): Answers['refund'] {
  const given = givenAnswer<RefundView>(desk, command.idempotency);
  if (given) return given.ok ? { ok: true, refund: given.answer } : given;
  const booking = desk.bookings.get(command.bookingId);
  const payment = booking?.payments.find(({ id }) => id === command.paymentId);
  if (!booking || !payment) return refusal('not_found');
  // Stripe refuses it while the bank decides, and by then the money may be gone.
  const contested = booking.contested.get(payment.id);
  if (contested) return refusal('payment_contested', { status: contested });
  const availableMinor = refundable(booking, payment);
  if (availableMinor === 0) return refusal('nothing_to_refund', { status: payment.status });
  const amountMinor = command.amountMinor ?? availableMinor;
  if (amountMinor > availableMinor)
    return refusal('refund_too_large', {
      availableMinor,
      currency: paidCurrencyOf(payment),
      requestedMinor: amountMinor,
    });
  const uneven = payment.method === 'stripe' && unevenAmount('amountMinor', amountMinor, paidCurrencyOf(payment));
  if (uneven) return uneven;
  const made = payBack(desk, booking, payment, { ...command, amountMinor, actor: 'staff' }, mint);
  const view = viewOf(made);
  keepAnswer(desk, command.idempotency, view);
  return { ok: true, refund: view };
}

/** `actor` as in the audit log; `owed`: staff don't hand it over now; `isToldAlready`: another mail says what goes back. */
type Wish = {
  amountMinor: number;
  reason: string;
  userId: string | null;
  actor: string;
  owed?: boolean;
  isToldAlready?: boolean;
};
/** How much goes back: of that, what was handed over, and what is owed; and what waits for a bank's decision. */
export interface Back {
  amount: number;
  given: number;
  owed: number;
  withBank: number;
}

/** One refund of one payment. What Stripe took, Stripe pays back, later; the rest is paid back by somebody's hand. */
export function payBack(desk: Desk, booking: BookingAtDesk, payment: PaymentRecord, wish: Wish, mint: Mint): NewRefund {
  const { amountMinor, reason, userId, actor } = wish;
  const currency = paidCurrencyOf(payment);
  const byHand = payment.method !== 'stripe';
  // Staff who ask for it hand it over, unless they say later; to a buyer it is owed until somebody has.
  const isHandedOver = byHand && actor === 'staff' && !wish.owed;
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
  if (!wish.isToldAlready) mail(desk, booking, 'payment_refunded', { ...backBy([made]), currency }, mint);
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

/** All that is left of one payment, now or when its bank has decided. */
export function payBackWhole(
  desk: Desk,
  booking: BookingAtDesk,
  payment: PaymentRecord,
  wish: Omit<Wish, 'amountMinor'>,
  mint: Mint,
): void {
  const amountMinor = refundable(booking, payment);
  if (amountMinor > 0) payBack(desk, booking, payment, { ...wish, amountMinor }, mint);
  const waiting = withBank(booking, payment);
  if (waiting > 0) defer(desk, booking, { ...wish, amountMinor: waiting });
}

/** Up to so much of what was paid for the booking, the newest payment first. What a bank has in hand waits for it. */
export function payBackUpTo(desk: Desk, booking: BookingAtDesk, wish: Wish, mint: Mint): Back {
  let left = wish.amountMinor;
  const made: NewRefund[] = [];
  for (const payment of booking.payments) {
    const amountMinor = Math.min(left, refundable(booking, payment));
    if (amountMinor === 0) continue;
    made.push(payBack(desk, booking, payment, { ...wish, amountMinor }, mint));
    left -= amountMinor;
  }
  const contested = booking.payments.reduce((sum, payment) => sum + withBank(booking, payment), 0);
  const waiting = Math.min(left, contested);
  if (waiting > 0) defer(desk, booking, { ...wish, amountMinor: waiting });
  return { ...backBy(made), withBank: waiting };
}

function backBy(made: readonly NewRefund[]): Back {
  const sum = (refunds: readonly NewRefund[]) => refunds.reduce((total, { amountMinor }) => total + amountMinor, 0);
  const byHand = made.filter((refund) => refund.byHand);
  const isGiven = ({ status }: NewRefund) => status === 'succeeded';
  const given = sum(byHand.filter(isGiven));
  return { amount: sum(made), given, owed: sum(byHand) - given, withBank: 0 };
}

/** It becomes due when the dispute is won: the dashboard finds it by this entry. */
function defer(desk: Desk, { id: bookingId, currency }: BookingAtDesk, { userId, actor, amountMinor, reason }: Wish) {
  const after = { amountMinor, currency, reason };
  desk.changes.audit.push({ userId, actor, action: 'refund.deferred', bookingId, before: {}, after });
}

const viewOf = ({ id, paymentId, status, amountMinor, currency }: RefundAtDesk): RefundView => ({
  id,
  paymentId,
  status,
  amountMinor,
  currency,
});
