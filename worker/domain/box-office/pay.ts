import type { PaymentRecord } from '../payment/payment.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { chargeStepMinor } from '../stripe-amount.ts';
import { openPayment, touchPayment } from './book.ts';
import type { Answers, AttachSession, StartPayment } from './command.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { refuseDetails, typePerPlace } from './place-refusals.ts';
import { toRecord } from './record.ts';

const MINUTE = 60_000;
/** Whoever starts to pay has this long at least, once … */
const TIME_TO_PAY = 10 * MINUTE;
/** … but that never holds places for longer than this in all. */
const LONGEST_EXTENDED_HOLD = 30 * MINUTE;
/** Stripe wants a session to live 30 minutes at least; we end it ourselves when the hold is over. */
const SESSION_OUTLIVES_HOLD = 31 * MINUTE;

/** The booking's one open payment, made where there is none; the hold is extended by the first. */
export function startPayment(desk: Desk, command: StartPayment): Answers['start_payment'] {
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
  // No try will ever charge it: it is not that Stripe is away.
  if (booking.totalMinor % chargeStepMinor(booking.currency) !== 0)
    return refusal('method_not_available', { method: booking.method });
  const due = booking.status === 'expired' || booking.releasingSince || !isHeld(desk, booking);
  if (due) return refusal('hold_expired');
  // An offer from the waiting list is paid once it says who comes.
  const details = { attendees: booking.attendees.map(({ name }) => name), answers: booking.answers };
  return booking.waitingEntryId ? refuseDetails(desk, typePerPlace(booking.lines), details, 'public') : null;
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
  const wished = desk.now.getTime() + TIME_TO_PAY;
  // An offer from the waiting list has been held for hours: what is left of it may be a minute.
  const since = booking.waitingEntryId ? desk.now : booking.createdAt;
  const allowed = since.getTime() + LONGEST_EXTENDED_HOLD;
  const extended = new Date(Math.min(wished, allowed));
  if (booking.holdExpiresAt && extended <= booking.holdExpiresAt) return;
  booking.holdExpiresAt = extended;
  desk.changes.touched.add(booking.id);
}

/** Keeps what Stripe answered; refused when the hold ended meanwhile, and then nobody may be sent to that session. */
export function attachSession(desk: Desk, command: AttachSession): Answers['attach_session'] {
  const booking = desk.bookings.get(command.bookingId);
  const payment = booking?.payments.find(({ id }) => id === command.paymentId);
  if (!booking || !payment) return refusal('not_found');
  if (payment.status === 'succeeded' || booking.status === 'confirmed') return refusal('already_paid');
  // Chosen in the same moment to be paid at the door.
  if (booking.method !== 'stripe') return refusal('method_not_available', { method: booking.method });
  if (payment.status !== 'pending' || booking.releasingSince) return refusal('hold_expired');
  payment.stripeSessionId = command.stripeSessionId;
  payment.checkoutUrl = command.checkoutUrl;
  touchPayment(desk, payment);
  return { ok: true, payment };
}
