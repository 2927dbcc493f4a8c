import type { PaymentRecord } from '../payment/payment.ts';
import type { NewReceipt, BookingAtDesk, RefundAtDesk } from './at-desk.ts';
import type { Desk, Mint } from './desk.ts';
import { creditByRate, taxByRate } from './tax-by-rate.ts';

/* Numbered papers. Their numbers have no gaps: they rise under the event's lock, in the transaction of the money. */

/** Null where nothing was paid. */
export function issueReceipt(
  desk: Desk,
  booking: BookingAtDesk,
  payment: PaymentRecord,
  mint: Mint,
): NewReceipt | null {
  if (payment.amountMinor === 0) return null;
  const { id: paymentId, amountMinor } = payment;
  const tax = taxByRate(booking.lines, amountMinor);
  booking.receipted.set(paymentId, tax);
  return issue(desk, booking, 'receipt', { amountMinor, tax, paymentId, refundId: null }, mint);
}

/** Only what was receipted is credited: a payment that never became tickets was no sale. */
export function issueCreditNote(desk: Desk, booking: BookingAtDesk, refund: RefundAtDesk, mint: Mint): void {
  const { id: refundId, paymentId, amountMinor } = refund;
  const receipt = booking.receipted.get(paymentId);
  if (!receipt || booking.credited.has(refundId)) return;
  const notes = booking.refunds.flatMap((one) =>
    one.paymentId === paymentId && one.status !== 'failed' ? (booking.credited.get(one.id) ?? []) : [],
  );
  const tax = creditByRate(receipt, notes, amountMinor);
  booking.credited.set(refundId, tax);
  issue(desk, booking, 'credit_note', { amountMinor, tax, paymentId: null, refundId }, mint);
}

type Of = Pick<NewReceipt, 'tax' | 'paymentId' | 'refundId'> & { amountMinor: number };

function issue(desk: Desk, booking: BookingAtDesk, kind: NewReceipt['kind'], of: Of, mint: Mint): NewReceipt {
  const { amountMinor, ...rest } = of;
  const receipt = {
    id: mint.uuid(),
    number: ++desk.event.receiptSeq,
    kind,
    bookingId: booking.id,
    ...rest,
    totalMinor: amountMinor,
    currency: booking.currency,
  };
  desk.changes.receipts.push(receipt);
  return receipt;
}
