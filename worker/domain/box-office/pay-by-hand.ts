import type { PaymentMethod, PaymentRecord } from '../payment.ts';
import type { BookingAtDesk, Desk, Mint } from './desk.ts';
import { issueReceipt } from './receipt.ts';

/** Money that somebody took at a desk or a door: recorded as what it is, with a receipt. */
export function payByHand(desk: Desk, booking: BookingAtDesk, method: PaymentMethod, mint: Mint): void {
  if (booking.totalMinor === 0) return;
  booking.method = method;
  const payment: PaymentRecord = {
    id: mint.uuid(),
    bookingId: booking.id,
    status: 'succeeded',
    method,
    amountMinor: booking.totalMinor,
    currency: booking.currency,
    paidMinor: booking.totalMinor,
    paidCurrency: booking.currency,
    stripeSessionId: null,
    stripePaymentIntentId: null,
    checkoutUrl: null,
    sessionExpiresAt: desk.now.toISOString(),
    lastDeclineCode: null,
    createdAt: desk.now.toISOString(),
  };
  booking.payments.unshift(payment);
  desk.changes.newPayments.push(payment);
  issueReceipt(desk, booking, payment, mint);
}
