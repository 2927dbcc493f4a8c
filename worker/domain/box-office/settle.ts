import type { BookingStatus } from '../booking/booking.ts';
import { availabilityFor } from '../event/inventory.ts';
import type { PaymentRecord, PaymentReport } from '../payment/payment.ts';
import { normalizeEmail } from '../account/person.ts';
import {
  confirm,
  drawsOf,
  hasTicketsUnpaid,
  isEventCancelled,
  releaseHold,
  releasePlaces,
  touchPayment,
} from './booking-steps.ts';
import { closeOpenPayment } from './cancel.ts';
import type { Replies, Settlement, SettlePayment } from './command.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { issueReceipt } from './receipt.ts';
import { mailReceipt } from './record-payment.ts';
import { refundWhole, type BookingPayment } from './refund.ts';
import { isKnown, note } from './stripe-note.ts';
import { queueFirst } from './wait.ts';

/** Applies Stripe's report about a payment. Repeated and reordered reports end in the same state. */
export function settle(desk: Desk, command: SettlePayment): Replies['settle'] {
  const booking = desk.bookings.get(command.bookingId);
  const payment = booking?.payments.find(({ id }) => id === command.paymentId);
  const reply = (settlement: Settlement): Replies['settle'] => {
    note(desk, command.stripeEvent, { paymentId: payment?.id ?? null, outcome: settlement });
    return { ok: true, settlement, payment: payment ?? null, bookingStatus: booking?.status ?? null };
  };
  if (isKnown(desk, command.stripeEvent)) return reply('repeated');
  if (!booking || !payment) return reply('unknown');
  return reply(apply(desk, { booking, payment }, command.report));
}

function apply(desk: Desk, of: BookingPayment, report: PaymentReport): Settlement {
  switch (report.state) {
    case 'paid':
      return paid(desk, of, report);
    case 'expired':
      return closeSession(desk, of, 'timeout');
    case 'abandoned':
      return closeSession(desk, of, 'failed');
    case 'declined':
      return declined(desk, of.payment, report.code);
    case 'open':
      return 'noted';
    default:
      return report satisfies never;
  }
}

function paid(desk: Desk, of: BookingPayment, report: Extract<PaymentReport, { state: 'paid' }>): Settlement {
  const { booking, payment } = of;
  if (payment.status === 'succeeded') return 'repeated';
  const isAmountAsked = report.amountMinor === payment.amountMinor && report.currency === payment.currency;
  payment.status = 'succeeded';
  payment.paidMinor = report.amountMinor;
  payment.paidCurrency = report.currency;
  payment.stripeSessionId = report.stripeSessionId;
  payment.stripePaymentIntentId = report.stripePaymentIntentId;
  payment.checkoutUrl = null;
  payment.lastDeclineCode = null;
  touchPayment(desk, payment);
  const refused = isAmountAsked ? whyNoTicket(desk, booking) : 'amount_mismatch';
  if (refused) return refuse(desk, of, refused);
  noteRevival(desk, booking);
  const hadTickets = hasTicketsUnpaid(booking);
  confirm(desk, booking, booking.status === 'pending_payment' ? 'own' : 'free');
  booking.method = 'stripe';
  const receipt = issueReceipt(desk, booking, payment);
  if (hadTickets) mailReceipt(desk, booking, receipt);
  desk.changes.touched.add(booking.id);
  // Another session of the booking could be paid a second time.
  closeOpenPayment(desk, booking);
  return 'confirmed';
}

/** Notes in the audit log that a payment confirmed a booking that had ended, or was to end. */
function noteRevival(desk: Desk, { id: bookingId, status, cancelledAt }: BookingAtDesk): void {
  const before = cancelledAt ? 'cancelled' : status;
  if (before === 'pending_payment') return;
  desk.changes.audit.push({
    userId: null,
    actor: 'stripe',
    action: 'booking.status',
    bookingId,
    before: { status: before },
    after: { status: 'confirmed', reason: 'paid_meanwhile' },
  });
}

/** Returns why a payment that arrived can't become tickets. An expired hold is no reason while places are left. */
function whyNoTicket(desk: Desk, booking: BookingAtDesk): string | null {
  if (isEventCancelled(desk)) return 'event_cancelled';
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

/** Whether the same person has booked again since this booking expired: they would hold tickets twice. */
function hasBookedAgain(desk: Desk, booking: BookingAtDesk): boolean {
  const isLive = (status: BookingStatus) => status === 'pending_payment' || status === 'confirmed';
  const again = desk.bookedAgain.get(booking.id) ?? [];
  // An earlier command of this turn may have changed them.
  if (again.some(({ id, status }) => isLive(desk.bookings.get(id)?.status ?? status))) return true;
  const email = normalizeEmail(booking.buyerEmail);
  return desk.changes.placed.some(
    ({ booking: placed, emailNormalized }) =>
      isLive(placed.status) &&
      (emailNormalized === email || (booking.userId !== null && placed.userId === booking.userId)),
  );
}

/** Refunds the payment; a buyer who only lost their places becomes the first on the waiting list. */
function refuse(desk: Desk, of: BookingPayment, reason: string): Settlement {
  const { booking } = of;
  refundWhole(desk, of, { reason, userId: null, actor: 'everato' });
  if (reason === 'places_gone') queueFirst(desk, booking);
  // A hold that waited for this payment has nothing left to wait for.
  if (booking.status === 'pending_payment') {
    // Like all bookings of a cancelled event, it ends as cancelled.
    if (reason === 'event_cancelled') booking.cancelledAt ??= desk.now;
    releasePlaces(desk, booking);
  }
  return 'refunding';
}

/** The session can't be paid any more. A hold that waited for this is released; any other can be paid by a new session. */
function closeSession(desk: Desk, { booking, payment }: BookingPayment, status: 'timeout' | 'failed'): Settlement {
  if (payment.status !== 'pending') return 'repeated';
  payment.status = booking.cancelledAt ? 'cancelled' : status;
  payment.checkoutUrl = null;
  touchPayment(desk, payment);
  const isDue =
    booking.releasingSince !== null || (booking.holdExpiresAt !== null && booking.holdExpiresAt <= desk.now);
  if (booking.status !== 'pending_payment' || !isDue) return 'noted';
  releaseHold(desk, booking);
  return 'released';
}

function declined(desk: Desk, payment: PaymentRecord, code: string): Settlement {
  // A decline that arrives after the payment succeeded or was given up is outdated.
  if (payment.status !== 'pending') return 'repeated';
  payment.lastDeclineCode = code;
  touchPayment(desk, payment);
  return 'noted';
}
