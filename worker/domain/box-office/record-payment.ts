import type { PaymentMethod, PaymentRecord } from '../payment/payment.ts';
import { receiptNumber } from '../payment/receipt-facts.ts';
import { hasTicketsUnpaid } from './booking-steps.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk, NewReceipt } from './at-desk.ts';
import { issueReceipt } from './receipt.ts';
import { mailBuyer } from './outbox.ts';

/** Records money taken at a desk or a door, with a receipt. Buyers who already had their tickets get a mail about it. */
export function recordPayment(desk: Desk, booking: BookingAtDesk, method: PaymentMethod): void {
  if (booking.totalMinor === 0) return;
  const hadTickets = hasTicketsUnpaid(booking);
  booking.method = method;
  const payment: PaymentRecord = {
    id: desk.ids.uuid(),
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
  const receipt = issueReceipt(desk, booking, payment);
  if (hadTickets) mailReceipt(desk, booking, receipt);
}

/** Tells buyers who had their tickets before they paid, and so get no confirmation. */
export function mailReceipt(desk: Desk, booking: BookingAtDesk, receipt: NewReceipt | null): void {
  if (!receipt) return;
  mailBuyer(desk, booking, {
    kind: 'payment_received',
    payload: {
      amount: receipt.totalMinor,
      currency: receipt.currency,
      receiptNumber: receiptNumber({
        eventId: desk.event.facts.id,
        number: receipt.number,
        issuedAt: desk.now,
      }),
    },
  });
}
