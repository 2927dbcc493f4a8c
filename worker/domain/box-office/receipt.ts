import type { PaymentRecord } from '../payment/payment.ts';
import type { Desk } from './desk.ts';
import type { BookingAtDesk, NewReceipt, RefundAtDesk } from './at-desk.ts';
import { creditByRate, taxByRate } from './tax-by-rate.ts';

/* Receipts and credit notes. Their numbers have no gaps: they rise under the event's lock, in the transaction of the money. */

/** Returns null where nothing was paid. */
export function issueReceipt(desk: Desk, booking: BookingAtDesk, payment: PaymentRecord): NewReceipt | null {
  const { id: paymentId, amountMinor: totalMinor } = payment;
  if (totalMinor === 0) return null;
  const tax = taxByRate(booking.lines, totalMinor);
  booking.receipted.set(paymentId, tax);
  return issue(desk, booking, { kind: 'receipt', paymentId, refundId: null, totalMinor, tax });
}

/** Credits only what has a receipt: a payment that never became tickets was no sale. */
export function issueCreditNote(desk: Desk, booking: BookingAtDesk, refund: RefundAtDesk): void {
  const { id: refundId, paymentId, amountMinor: totalMinor } = refund;
  const receipt = booking.receipted.get(paymentId);
  if (!receipt || booking.credited.has(refundId)) return;
  const earlier = booking.refunds.flatMap((one) =>
    one.paymentId === paymentId && one.status !== 'failed' ? (booking.credited.get(one.id) ?? []) : [],
  );
  const tax = creditByRate(receipt, earlier, totalMinor);
  booking.credited.set(refundId, tax);
  issue(desk, booking, { kind: 'credit_note', paymentId: null, refundId, totalMinor, tax });
}

type ReceiptContent = Pick<NewReceipt, 'kind' | 'paymentId' | 'refundId' | 'totalMinor' | 'tax'>;

function issue(desk: Desk, booking: BookingAtDesk, content: ReceiptContent): NewReceipt {
  const receipt = {
    id: desk.ids.uuid(),
    number: ++desk.event.receiptSeq,
    bookingId: booking.id,
    currency: booking.currency,
    ...content,
  };
  desk.changes.receipts.push(receipt);
  return receipt;
}
