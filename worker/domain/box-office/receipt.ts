import type { PaymentRecord } from '../payment.ts';
import { taxInside } from '../price.ts';
import type { NewReceipt } from './changes.ts';
import type { BookingAtDesk, Desk, LineAtDesk, Mint, RefundAtDesk } from './desk.ts';

/* Numbered papers. Their numbers have no gaps: they rise under the event's lock, in the transaction of the money. */

/** Null where nothing was paid. */
export function issueReceipt(
  desk: Desk,
  booking: BookingAtDesk,
  payment: PaymentRecord,
  mint: Mint,
): NewReceipt | null {
  if (payment.amountMinor === 0) return null;
  booking.receipted.add(payment.id);
  return issue(
    desk,
    booking,
    'receipt',
    { amountMinor: payment.amountMinor, paymentId: payment.id, refundId: null },
    mint,
  );
}

/** Only what was receipted is credited: a payment that never became tickets was no sale. */
export function issueCreditNote(desk: Desk, booking: BookingAtDesk, refund: RefundAtDesk, mint: Mint): void {
  if (!booking.receipted.has(refund.paymentId) || booking.credited.has(refund.id)) return;
  booking.credited.add(refund.id);
  issue(desk, booking, 'credit_note', { amountMinor: refund.amountMinor, paymentId: null, refundId: refund.id }, mint);
}

type Of = { amountMinor: number; paymentId: string | null; refundId: string | null };

function issue(desk: Desk, booking: BookingAtDesk, kind: NewReceipt['kind'], of: Of, mint: Mint): NewReceipt {
  const { amountMinor, ...ids } = of;
  const receipt = {
    id: mint.uuid(),
    number: ++desk.event.receiptSeq,
    kind,
    bookingId: booking.id,
    ...ids,
    totalMinor: amountMinor,
    currency: booking.currency,
    tax: taxByRate(booking.lines, amountMinor),
  };
  desk.changes.receipts.push(receipt);
  return receipt;
}

/** An amount of the booking's money by tax rate, in proportion to its lines: the last rate takes what rounding leaves. */
export function taxByRate(lines: readonly LineAtDesk[], amountMinor: number): NewReceipt['tax'] {
  const whole = lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  const rates = Map.groupBy(
    lines.filter(({ totalMinor }) => totalMinor > 0),
    ({ taxRateBasisPoints }) => taxRateBasisPoints,
  );
  let left = amountMinor;
  return [...rates].map(([rateBasisPoints, ofRate], at) => {
    const gross = ofRate.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
    const grossMinor = at === rates.size - 1 ? left : Number((BigInt(amountMinor) * BigInt(gross)) / BigInt(whole));
    left -= grossMinor;
    return { rateBasisPoints, grossMinor, taxMinor: taxInside(grossMinor, rateBasisPoints) };
  });
}
