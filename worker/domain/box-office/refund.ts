import { paidCurrencyOf, type PaymentRecord } from '../payment/payment.ts';
import { refusal } from '../refusal.ts';
import { unevenAmount } from '../uneven-amount.ts';
import type { NewRefund } from './changes.ts';
import type { RefundPayment, RefundView, Replies } from './command.ts';
import { findReply, keepReply } from './idempotency.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk, RefundAtDesk } from './at-desk.ts';
import { mailBuyer, queueForStripe } from './outbox.ts';
import { issueCreditNote } from './receipt.ts';

type RefundedPart = Pick<RefundAtDesk, 'paymentId' | 'status' | 'amountMinor'>;

/** Returns what can be refunded of a payment: what was paid, less all refunds that did not fail; 0 while it is disputed. */
export function refundable(
  { refunds, contested }: { refunds: readonly RefundedPart[]; contested: ReadonlyMap<string, 'open' | 'lost'> },
  payment: PaymentRecord,
): number {
  return contested.has(payment.id) ? 0 : leftOf(refunds, payment);
}

function leftOf(refunds: readonly RefundedPart[], payment: PaymentRecord): number {
  if (payment.status !== 'succeeded') return 0;
  let left = payment.paidMinor ?? 0;
  for (const { paymentId, status, amountMinor } of refunds)
    if (paymentId === payment.id && status !== 'failed') left -= amountMinor;
  // A refund from Stripe's dashboard may overlap with one from here: one of the two will fail at Stripe.
  return Math.max(0, left);
}

/** Returns what is left of a payment whose dispute is open. */
const withBank = ({ refunds, contested }: BookingAtDesk, payment: PaymentRecord) =>
  contested.get(payment.id) === 'open' ? leftOf(refunds, payment) : 0;

/** Returns what was paid and not refunded, including what banks have yet to decide about. */
export const leftInAll = (booking: BookingAtDesk) =>
  booking.payments.reduce((sum, payment) => sum + refundable(booking, payment) + withBank(booking, payment), 0);

/** Refunds a payment in full or in part for staff; a second call with the same key gets the first one's reply. */
export function refund(desk: Desk, command: RefundPayment): Replies['refund'] {
  const earlier = findReply<RefundView>(desk, command.idempotency);
  if (earlier) return earlier.ok ? { ok: true, refund: earlier.reply } : earlier;
  const booking = desk.bookings.get(command.bookingId);
  const payment = booking?.payments.find(({ id }) => id === command.paymentId);
  if (!booking || !payment) return refusal('not_found');
  // Stripe refuses refunds while the bank decides, and by then the money may be gone.
  const contested = booking.contested.get(payment.id);
  if (contested) return refusal('payment_contested', { status: contested });
  const availableMinor = refundable(booking, payment);
  if (availableMinor === 0) return refusal('nothing_to_refund', { status: payment.status });
  const amountMinor = command.amountMinor ?? availableMinor;
  const currency = paidCurrencyOf(payment);
  if (amountMinor > availableMinor)
    return refusal('refund_too_large', { availableMinor, currency, requestedMinor: amountMinor });
  const uneven = payment.method === 'stripe' && unevenAmount('amountMinor', amountMinor, currency);
  if (uneven) return uneven;
  const made = makeRefund(desk, { booking, payment }, { ...command, amountMinor, actor: 'staff' });
  const view = viewOf(made);
  keepReply(desk, command.idempotency, view);
  return { ok: true, refund: view };
}

export interface RefundRequest {
  amountMinor: number;
  reason: string;
  userId: string | null;
  /** As in the audit log. */
  actor: string;
  /** Staff hand the money over later. */
  owed?: boolean;
  /** Another mail tells the buyer what is refunded. */
  isBuyerNotified?: boolean;
}
/** `amount` is refunded; `given` and `owed` are parts of it. `withBank` waits for a bank's decision and is no part of it. */
export interface RefundedAmounts {
  amount: number;
  given: number;
  owed: number;
  withBank: number;
}
export interface BookingPayment {
  booking: BookingAtDesk;
  payment: PaymentRecord;
}

/** Refunds part of one payment. Stripe refunds later what it took; the organizer refunds the rest directly. */
function makeRefund(desk: Desk, { booking, payment }: BookingPayment, request: RefundRequest): NewRefund {
  const { amountMinor, reason, userId, actor } = request;
  const currency = paidCurrencyOf(payment);
  const byHand = payment.method !== 'stripe';
  // Staff hand the money over when they ask for the refund, unless they say later. Buyers are owed it until then.
  const isHandedOver = byHand && actor === 'staff' && !request.owed;
  const made: NewRefund = {
    id: desk.ids.uuid(),
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
  if (isHandedOver) issueCreditNote(desk, booking, made);
  else if (!byHand) queueForStripe(desk, booking, { kind: 'refund', payload: { refundId: made.id } });
  if (!request.isBuyerNotified)
    mailBuyer(desk, booking, { kind: 'payment_refunded', payload: { ...amountsOf([made]), currency } });
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

/** Refunds all that is left of one payment, now or once its bank has decided. */
export function refundWhole(desk: Desk, of: BookingPayment, request: Omit<RefundRequest, 'amountMinor'>): void {
  const amountMinor = refundable(of.booking, of.payment);
  if (amountMinor > 0) makeRefund(desk, of, { ...request, amountMinor });
  const waiting = withBank(of.booking, of.payment);
  if (waiting > 0) deferRefund(desk, of.booking, { ...request, amountMinor: waiting });
}

/** Refunds up to the amount, the newest payment first. What banks have yet to decide about waits for them. */
export function refundUpTo(desk: Desk, booking: BookingAtDesk, request: RefundRequest): RefundedAmounts {
  let left = request.amountMinor;
  const made: NewRefund[] = [];
  for (const payment of booking.payments) {
    const amountMinor = Math.min(left, refundable(booking, payment));
    if (amountMinor === 0) continue;
    made.push(makeRefund(desk, { booking, payment }, { ...request, amountMinor }));
    left -= amountMinor;
  }
  const contested = booking.payments.reduce((sum, payment) => sum + withBank(booking, payment), 0);
  const waiting = Math.min(left, contested);
  if (waiting > 0) deferRefund(desk, booking, { ...request, amountMinor: waiting });
  return { ...amountsOf(made), withBank: waiting };
}

function amountsOf(made: readonly NewRefund[]): RefundedAmounts {
  const amounts: RefundedAmounts = { amount: 0, given: 0, owed: 0, withBank: 0 };
  for (const { amountMinor, byHand, status } of made) {
    amounts.amount += amountMinor;
    if (byHand && status === 'succeeded') amounts.given += amountMinor;
    else if (byHand) amounts.owed += amountMinor;
  }
  return amounts;
}

/** Notes a refund that is due once the dispute is won; the dashboard finds it by this audit entry. */
function deferRefund(desk: Desk, booking: BookingAtDesk, request: RefundRequest): void {
  desk.changes.audit.push({
    userId: request.userId,
    actor: request.actor,
    action: 'refund.deferred',
    bookingId: booking.id,
    before: {},
    after: { amountMinor: request.amountMinor, currency: booking.currency, reason: request.reason },
  });
}

const viewOf = ({ id, paymentId, status, amountMinor, currency }: RefundAtDesk): RefundView => ({
  id,
  paymentId,
  status,
  amountMinor,
  currency,
});
