import type { PaymentRecord } from '../payment/payment.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { chargeStepMinor } from '../stripe-amount.ts';
import { openPayment, touchPayment } from './booking-steps.ts';
import type { AttachSession, Replies, StartPayment } from './command.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { refuseDetails, typePerPlace } from './place-refusals.ts';
import { toRecord } from './record.ts';

const MINUTE = 60_000;
/** A buyer who starts to pay has at least this long, once … */
const TIME_TO_PAY = 10 * MINUTE;
/** … but places are never held for longer than this in all. */
const LONGEST_EXTENDED_HOLD = 30 * MINUTE;
/** Stripe wants a session to live for at least 30 minutes; we expire it when the hold ends. */
const SESSION_OUTLIVES_HOLD = 31 * MINUTE;

/** Returns the booking's one open payment, making it where there is none; the first extends the hold. */
export function startPayment(desk: Desk, command: StartPayment): Replies['start_payment'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  const refused = unpayable(desk, booking);
  if (refused) return refused;
  const payment = openPayment(booking) ?? newPayment(desk, booking, command.paymentId);
  return { ok: true, payment, booking: toRecord(desk, booking, []), event: desk.event.facts };
}

function unpayable(desk: Desk, booking: BookingAtDesk): Refusal | null {
  if (booking.totalMinor === 0) return refusal('nothing_to_pay');
  if (booking.status === 'confirmed') return refusal('already_paid');
  if (booking.status === 'cancelled') return refusal('invalid_transition', { status: booking.status });
  if (desk.event.facts.status !== 'published') return refusal('event_not_published');
  if (booking.method !== 'stripe') return refusal('method_not_available', { method: booking.method });
  // No retry can ever charge this amount, so it is not reported as an outage of Stripe.
  if (booking.totalMinor % chargeStepMinor(booking.currency) !== 0)
    return refusal('method_not_available', { method: booking.method });
  const due = booking.status === 'expired' || booking.releasingSince || !isHeld(desk, booking);
  if (due) return refusal('hold_expired');
  // An offer from the waiting list can be paid once its names and answers are given.
  if (!booking.waitingEntryId) return null;
  const attendees = booking.attendees.map(({ name }) => name);
  return refuseDetails(desk, typePerPlace(booking.lines), { attendees, answers: booking.answers, by: 'public' });
}

const isHeld = (desk: Desk, booking: BookingAtDesk) =>
  booking.holdExpiresAt !== null && booking.holdExpiresAt > desk.now;

function newPayment(desk: Desk, booking: BookingAtDesk, id: string): PaymentRecord {
  if (booking.payments.length === 0) extendHold(desk, booking);
  const holdEnds = booking.holdExpiresAt ?? desk.now;
  const payment: PaymentRecord = {
    id,
    bookingId: booking.id,
    status: 'pending',
    method: 'stripe',
    amountMinor: booking.totalMinor,
    currency: booking.currency,
    paidMinor: null,
    paidCurrency: null,
    stripeSessionId: null,
    stripePaymentIntentId: null,
    checkoutUrl: null,
    sessionExpiresAt: new Date(holdEnds.getTime() + SESSION_OUTLIVES_HOLD).toISOString(),
    lastDeclineCode: null,
    createdAt: desk.now.toISOString(),
  };
  booking.payments.unshift(payment);
  desk.changes.newPayments.push(payment);
  return payment;
}

function extendHold(desk: Desk, booking: BookingAtDesk): void {
  const wanted = desk.now.getTime() + TIME_TO_PAY;
  // An offer from the waiting list may have been held for hours, with a minute left.
  const since = booking.waitingEntryId ? desk.now : booking.createdAt;
  const allowed = since.getTime() + LONGEST_EXTENDED_HOLD;
  const extended = new Date(Math.min(wanted, allowed));
  if (booking.holdExpiresAt && extended <= booking.holdExpiresAt) return;
  booking.holdExpiresAt = extended;
  desk.changes.touched.add(booking.id);
}

/** Keeps Stripe's session; refused where the hold has ended, and then no buyer may be sent to that session. */
export function attachSession(desk: Desk, command: AttachSession): Replies['attach_session'] {
  const booking = desk.bookings.get(command.bookingId);
  const payment = booking?.payments.find(({ id }) => id === command.paymentId);
  if (!booking || !payment) return refusal('not_found');
  if (payment.status === 'succeeded' || booking.status === 'confirmed') return refusal('already_paid');
  // The buyer chose to pay at the door in the same moment.
  if (booking.method !== 'stripe') return refusal('method_not_available', { method: booking.method });
  if (payment.status !== 'pending' || booking.releasingSince) return refusal('hold_expired');
  payment.stripeSessionId = command.stripeSessionId;
  payment.checkoutUrl = command.checkoutUrl;
  touchPayment(desk, payment);
  return { ok: true, payment };
}
