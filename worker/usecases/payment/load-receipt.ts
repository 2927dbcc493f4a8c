import type { BookingFound, FullReceipt, Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import { mailMoney } from '#domain/mail/mail.ts';
import { receiptNumber, type ReceiptFacts } from '#domain/payment/receipt-facts.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import { findBooking } from '../booking/find-booking.ts';

type ReceiptDeps = Pick<Deps, 'seals' | 'bookings' | 'receipts'>;

/**
 * Loads a receipt for callers who can see its booking: figures and seller as of when it was issued, the buyer as of now,
 * whose company and address may be added later.
 */
export async function loadReceipt(
  deps: ReceiptDeps,
  caller: Caller,
  receiptId: string,
): Promise<Outcome<{ facts: ReceiptFacts; locale: string }>> {
  const receipt = await deps.receipts.find(receiptId);
  if (!receipt) return refusal('not_found');
  const seen = await findBooking(deps, caller, receipt);
  if (!seen.ok) return seen;
  return { ok: true, facts: factsOf(receipt, seen.found), locale: seen.found.booking.locale };
}

function factsOf(receipt: FullReceipt, { booking, event }: BookingFound): ReceiptFacts {
  const { kind, issuedAt, eventId, refersTo, seller, method, currency } = receipt;
  const money = (amount: number) => mailMoney({ amount, currency });
  return {
    kind,
    issuedAt,
    seller,
    method,
    isPaidBack: receipt.refundStatus === 'succeeded',
    number: receiptNumber(receipt),
    refersTo: refersTo && receiptNumber({ eventId, ...refersTo }),
    event: { title: event.title, startsAt: new Date(event.startsAt), timeZone: event.timeZone, venue: event.venueName },
    buyer: { ...booking.buyer, billing: booking.billing },
    reference: formatNumber(booking.reference),
    lines: booking.lines.map((line) => ({
      name: line.name,
      quantity: line.quantity,
      unitPrice: money(line.unitPriceMinor + line.unitFeeMinor),
      discount: money(line.discountMinor),
      total: money(line.totalMinor),
    })),
    total: money(receipt.totalMinor),
    tax: receipt.tax.map(({ rateBasisPoints, grossMinor, taxMinor }) => ({
      rateBasisPoints,
      net: money(grossMinor - taxMinor),
      tax: money(taxMinor),
      gross: money(grossMinor),
    })),
  };
}
