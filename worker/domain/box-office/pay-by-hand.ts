import type { PaymentMethod, PaymentRecord } from '../payment/payment.ts';
import { receiptNumber } from '../payment/receipt-facts.ts';
import { hasTicketsUnpaid } from './book.ts';
import type { Desk, Mint } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { issueReceipt } from './receipt.ts';
import { mail } from './tell.ts';

/** Money that somebody took at a desk or a door, with a receipt. Who had their tickets before gets a mail of its own. */
export function payByHand(desk: Desk, booking: BookingAtDesk, method: PaymentMethod, mint: Mint): void {
  if (booking.totalMinor === 0) return;
  const wasOut = hasTicketsUnpaid(booking);
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
  const receipt = issueReceipt(desk, booking, payment, mint);
  if (wasOut) tellPaid(desk, booking, payment, receipt, mint);
}

/** To who had their tickets before they paid: no confirmation goes out any more. */
export function tellPaid(
  desk: Desk,
  booking: BookingAtDesk,
  payment: PaymentRecord,
  receipt: ReturnType<typeof issueReceipt>,
  mint: Mint,
): void {
  if (!receipt) return;
  const number = receiptNumber({ eventId: desk.event.facts.id, number: receipt.number, issuedAt: desk.now });
  const paid = { amount: payment.amountMinor, currency: payment.currency, receiptNumber: number };
  mail(desk, booking, 'payment_received', paid, mint);
}
