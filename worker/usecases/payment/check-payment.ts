import type { BookingOwner, Deps } from '../../deps.ts';
import type { BookingStatus } from '#domain/booking/booking.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { PaymentRecord } from '#domain/payment/payment.ts';
import { PaymentProviderUnavailable } from '#domain/payment/provider-unavailable.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { accessTo } from '../booking/find-booking.ts';

type CheckDeps = Pick<Deps, 'seals' | 'rooms' | 'log' | 'payments' | 'stripe'>;
type Checked = Outcome<{ payment: PaymentRecord; bookingId: string; bookingStatus: BookingStatus }>;

/** Asks Stripe about an open payment, and applies the answer just as its webhook would. */
export async function checkPayment(deps: CheckDeps, caller: Caller, paymentId: string): Promise<Checked> {
  const found = await deps.payments.find(paymentId);
  if (!found) return refusal('not_found');
  const { payment, booking } = found;
  if (accessTo(deps, caller, { owner: booking, permission: 'VIEW_BOOKING' }) === 'none') return refusal('not_found');
  const asItIs: Checked = { ok: true, payment, bookingId: booking.id, bookingStatus: booking.status };
  if (payment.status !== 'pending' || !payment.stripeSessionId || !deps.stripe) return asItIs;
  const settled = await applyReport(deps, booking, { ...payment, stripeSessionId: payment.stripeSessionId });
  if (!settled) return asItIs;
  if (!settled.ok) return settled;
  return { ...asItIs, payment: settled.payment ?? payment, bookingStatus: settled.bookingStatus ?? booking.status };
}

/** Null where Stripe reports nothing new. */
async function applyReport(
  deps: CheckDeps,
  { id: bookingId, eventId }: BookingOwner,
  { id: paymentId, stripeSessionId }: { id: string; stripeSessionId: string },
) {
  try {
    const session = await deps.stripe?.findSession(stripeSessionId);
    if (!session || session.report.state === 'open') return null;
    const { report } = session;
    return await deps.rooms
      .boxOffice(eventId)
      .submit({ kind: 'settle', bookingId, paymentId, report, stripeEvent: null });
  } catch (error) {
    if (error instanceof PaymentProviderUnavailable) return refusal('payment_provider_unavailable');
    throw error;
  }
}
