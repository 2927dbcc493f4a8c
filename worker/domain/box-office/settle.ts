import type { BookingStatus } from '../booking/booking.ts';
import { availabilityFor } from '../event/inventory.ts';
import type { PaymentRecord, PaymentReport } from '../payment/payment.ts';
import { normalizeEmail } from '../account/person.ts';
import { confirm, drawsOf, giveBack, hasTicketsUnpaid, release, touchPayment } from './book.ts';
import { closeOpenPayment } from './cancel.ts';
import type { Answers, Settlement, SettlePayment } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { tellPaid } from './pay-by-hand.ts';
import { issueReceipt } from './receipt.ts';
import { payBackWhole } from './refund.ts';
import { isKnown, note } from './stripe-note.ts';
import { queueFirst } from './wait.ts';

type Paid = Extract<PaymentReport, { state: 'paid' }>;

/** Applies what Stripe says about a payment. Whatever is said, how often, and in which order, ends in the same state. */
export function settle(desk: Desk, command: SettlePayment, mint: Mint): Answers['settle'] {
  const booking = desk.bookings.get(command.bookingId);
  const payment = booking?.payments.find(({ id }) => id === command.paymentId);
  const answer = (settlement: Settlement): Answers['settle'] => {
    note(desk, command.stripeEvent, payment?.id ?? null, settlement);
    return { ok: true, settlement, payment: payment ?? null, bookingStatus: booking?.status ?? null };
  };
  if (isKnown(desk, command.stripeEvent)) return answer('repeated');
  if (!booking || !payment) return answer('unknown');
  return answer(apply(desk, booking, payment, command.report, mint));
}

function apply(
  desk: Desk,
  booking: BookingAtDesk,
  payment: PaymentRecord,
  report: PaymentReport,
  mint: Mint,
): Settlement {
  switch (report.state) {
    case 'paid':
      return paid(desk, booking, payment, report, mint);
    case 'expired':
      return over(desk, booking, payment, 'timeout', mint);
    case 'abandoned':
      return over(desk, booking, payment, 'failed', mint);
    case 'declined':
      return declined(desk, payment, report.code);
    case 'open':
      return 'noted';
    default:
      return report satisfies never;
  }
}

function paid(desk: Desk, booking: BookingAtDesk, payment: PaymentRecord, report: Paid, mint: Mint): Settlement {
  if (payment.status === 'succeeded') return 'repeated';
  const asAsked = report.amountMinor === payment.amountMinor && report.currency === payment.currency;
  payment.status = 'succeeded';
  payment.paidMinor = report.amountMinor;
  payment.paidCurrency = report.currency;
  payment.stripeSessionId = report.stripeSessionId;
  payment.stripePaymentIntentId = report.stripePaymentIntentId;
  payment.checkoutUrl = null;
  payment.lastDeclineCode = null;
  touchPayment(desk, payment);
  const refused = asAsked ? whyNoTicket(desk, booking) : 'amount_mismatch';
  if (refused) return refuse(desk, booking, payment, refused, mint);
  noteRevival(desk, booking);
  const wasOut = hasTicketsUnpaid(booking);
  confirm(desk, booking, booking.status === 'pending_payment' ? 'own' : 'free', mint);
  booking.method = 'stripe';
  const receipt = issueReceipt(desk, booking, payment, mint);
  if (wasOut) tellPaid(desk, booking, payment, receipt, mint);
  desk.changes.touched.add(booking.id);
  // Another session of the booking could be paid a second time.
  closeOpenPayment(desk, booking, mint);
  return 'confirmed';
}

/** Its history says that it had ended, or that somebody wished it to. */
function noteRevival(desk: Desk, { id: bookingId, status, cancelledAt }: BookingAtDesk): void {
  const before = cancelledAt ? 'cancelled' : status;
  if (before === 'pending_payment') return;
  const after = { status: 'confirmed', reason: 'paid_meanwhile' };
  const action = 'booking.status';
  desk.changes.audit.push({ userId: null, actor: 'stripe', action, bookingId, before: { status: before }, after });
}

/** Why a payment that arrived can't become tickets. A hold that lapsed is no reason while places are left. */
function whyNoTicket(desk: Desk, booking: BookingAtDesk): string | null {
  if (desk.event.facts.status === 'cancelled') return 'event_cancelled';
  switch (booking.status) {
    case 'pending_payment':
      return booking.refundIfPaid ? 'booking_cancelled' : null;
    case 'expired':
      // It was to be paid at the door, and its tickets are void by now.
      if (hasTicketsUnpaid(booking)) return 'booking_cancelled';
      if (hasBookedAgain(desk, booking)) return 'booked_again';
      return availabilityFor(desk.stock, drawsOf(desk, booking)) === 'available' ? null : 'places_gone';
    case 'confirmed':
      return 'paid_twice';
    case 'cancelled':
      return 'booking_cancelled';
    default:
      return booking.status satisfies never;
  }
}

/** Since this one expired, the same person has booked anew: paid twice they would hold tickets twice. */
function hasBookedAgain(desk: Desk, booking: BookingAtDesk): boolean {
  const isLive = (status: BookingStatus) => status === 'pending_payment' || status === 'confirmed';
  const again = desk.bookedAgain.get(booking.id) ?? [];
  // What this turn did to them counts.
  if (again.some(({ id, status }) => isLive(desk.bookings.get(id)?.status ?? status))) return true;
  const email = normalizeEmail(booking.buyerEmail);
  return desk.changes.placed.some(
    ({ booking: placed, emailNormalized }) =>
      isLive(placed.status) &&
      (emailNormalized === email || (booking.userId !== null && placed.userId === booking.userId)),
  );
}

/** The money goes back; whom only the places failed is first in line for the next. */
function refuse(desk: Desk, booking: BookingAtDesk, payment: PaymentRecord, reason: string, mint: Mint): Settlement {
  payBackWhole(desk, booking, payment, { reason, userId: null, actor: 'everato' }, mint);
  if (reason === 'places_gone') queueFirst(desk, booking, mint);
  // A hold that was waiting for this money has nothing to wait for.
  if (booking.status === 'pending_payment') {
    // It ends as all bookings of an event that was called off.
    if (reason === 'event_cancelled') booking.cancelledAt ??= desk.now;
    giveBack(desk, booking, mint);
  }
  return 'refunding';
}

/** The session can't be paid any more: a hold that waited for that word goes back, another one may try again. */
function over(
  desk: Desk,
  booking: BookingAtDesk,
  payment: PaymentRecord,
  status: 'timeout' | 'failed',
  mint: Mint,
): Settlement {
  if (payment.status !== 'pending') return 'repeated';
  payment.status = booking.cancelledAt ? 'cancelled' : status;
  payment.checkoutUrl = null;
  touchPayment(desk, payment);
  if (booking.status !== 'pending_payment' || !isDue(desk, booking)) return 'noted';
  release(desk, booking, mint);
  return 'released';
}

const isDue = (desk: Desk, booking: BookingAtDesk) =>
  booking.releasingSince !== null || (booking.holdExpiresAt !== null && booking.holdExpiresAt <= desk.now);

function declined(desk: Desk, payment: PaymentRecord, code: string): Settlement {
  // A decline that is told after the payment succeeded, or was given up, is old news.
  if (payment.status !== 'pending') return 'repeated';
  payment.lastDeclineCode = code;
  touchPayment(desk, payment);
  return 'noted';
}
