import type { CheckoutRequest, StripeGateway, Deps } from '../../deps.ts';
import type { BookingRecord, EventFacts } from '#domain/booking/booking.ts';
import type { PaymentStarted } from '#domain/box-office/command.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { PaymentRecord } from '#domain/payment/payment.ts';
import { PaymentProviderUnavailable } from '#domain/payment/provider-unavailable.ts';
import { isDecided, refusal, type Outcome } from '#domain/refusal.ts';
import { chargeStepMinor } from '#domain/stripe-amount.ts';
import { findBooking } from '../booking/find-booking.ts';

export type PayDeps = Pick<Deps, 'seals' | 'rooms' | 'ids' | 'baseUrl' | 'log' | 'bookings' | 'payments' | 'stripe'>;
type Started = Outcome<{ payment: PaymentRecord }>;

/**
 * Starts the payment of a booking. The row is written first and Stripe is called after it, outside any transaction: a
 * crash in between leaves a row without a session, and the next call asks Stripe for the same one by the payment's id.
 */
export async function startPayment(deps: PayDeps, caller: Caller, bookingId: string): Promise<Started> {
  const { stripe } = deps;
  if (!stripe) return refusal('stripe_not_configured', { variable: 'STRIPE_SECRET_KEY' });
  const seen = await findBooking(deps, caller, { bookingId, permission: 'EDIT_BOOKING' });
  if (!seen.ok) return seen;
  const first = await openSession(deps, stripe, seen.found.booking);
  // The first request to Stripe differed (a name was edited since). No buyer has that session's address.
  return first === 'changed' ? finished(await openSession(deps, stripe, seen.found.booking)) : first;
}

const finished = (outcome: Started | 'changed'): Started =>
  outcome === 'changed' ? refusal('payment_provider_unavailable') : outcome;

async function openSession(deps: PayDeps, stripe: StripeGateway, booking: BookingRecord): Promise<Started | 'changed'> {
  const room = deps.rooms.boxOffice(booking.eventId);
  const started = await room.submit({ kind: 'start_payment', bookingId: booking.id, paymentId: deps.ids.uuid() });
  if (!started.ok) return started;
  const { payment } = started;
  if (payment.checkoutUrl) return { ok: true, payment };
  const created = await createSession(deps, stripe, started);
  if (!created) return refusal('payment_provider_unavailable');
  const about = { bookingId: booking.id, paymentId: payment.id };
  if (!created.ok) {
    await room.submit({ kind: 'settle', ...about, report: { state: 'abandoned' }, stripeEvent: null });
    return created.reason === 'changed' ? 'changed' : refusal('payment_provider_unavailable');
  }
  const { id: stripeSessionId, url: checkoutUrl } = created.session;
  const attached = await room.submit({ kind: 'attach_session', ...about, stripeSessionId, checkoutUrl });
  // The hold ended during the call to Stripe: the session must not be paid. Without a decision it stays open, and the
  // next call attaches the same one.
  if (!attached.ok && isDecided(attached))
    await stripe
      .expireSession(stripeSessionId)
      .catch((error: unknown) => deps.log.warn('session left open', { stripeSessionId, error: String(error) }));
  return attached;
}

async function createSession(deps: PayDeps, stripe: StripeGateway, started: PaymentStarted) {
  try {
    return await stripe.createSession(await requestFor(deps, started));
  } catch (error) {
    if (error instanceof PaymentProviderUnavailable) return null;
    throw error;
  }
}

async function requestFor(deps: PayDeps, { payment, booking, event }: PaymentStarted): Promise<CheckoutRequest> {
  const page = `${deps.baseUrl}/bookings/${booking.id}/return`;
  return {
    paymentId: payment.id,
    bookingId: booking.id,
    eventId: booking.eventId,
    deploymentId: await deps.payments.deploymentId(),
    currency: payment.currency,
    lines: linesOf(booking, event),
    email: booking.buyer.email,
    locale: booking.locale,
    reference: booking.reference,
    expiresAt: payment.sessionExpiresAt,
    // Without the booking's secret: the buyer's browser keeps it, and Stripe must not see it.
    successUrl: page,
    cancelUrl: `${page}?cancelled=1`,
  };
}

/** A single line where Stripe can't charge each line: prices that were set before they had to be in steps. */
function linesOf(booking: BookingRecord, event: EventFacts): CheckoutRequest['lines'] {
  const lines = linesByType(booking, event);
  const step = chargeStepMinor(booking.currency);
  if (lines.every(({ unitAmountMinor }) => unitAmountMinor % step === 0)) return lines;
  return [{ name: event.title.slice(0, 250), quantity: 1, unitAmountMinor: booking.totalMinor }];
}

const linesByType = (booking: BookingRecord, event: EventFacts) =>
  booking.lines
    .filter(({ totalMinor }) => totalMinor > 0)
    .map((line) => {
      const name = `${event.title}: ${line.name}`;
      if (line.discountMinor === 0) {
        const unitAmountMinor = line.unitPriceMinor + line.unitFeeMinor;
        return { name: name.slice(0, 250), quantity: line.quantity, unitAmountMinor };
      }
      // After a coupon the total may not divide by the quantity.
      return { name: `${line.quantity} × ${name}`.slice(0, 250), quantity: 1, unitAmountMinor: line.totalMinor };
    });
