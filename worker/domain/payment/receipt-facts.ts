import type { Billing } from '../booking/booking.ts';
import type { MailMoney } from '../mail/mail.ts';
import type { Seller } from '../organization/organization.ts';
import type { PaymentMethod } from './payment.ts';

/** The contents of a receipt or a credit note. All amounts are in one currency. */
export interface ReceiptFacts {
  kind: 'receipt' | 'credit_note';
  number: string;
  issuedAt: Date;
  /** Of a credit note: the receipt whose payment was refunded. */
  refersTo: string | null;
  /** As it was when the document was issued. */
  seller: Seller;
  event: { title: string; startsAt: Date; timeZone: string; venue: string };
  buyer: { name: string; email: string; billing: Billing | null };
  /** As people read it out. */
  reference: string;
  lines: { name: string; quantity: number; unitPrice: MailMoney; discount: MailMoney; total: MailMoney }[];
  total: MailMoney;
  tax: { rateBasisPoints: number; net: MailMoney; tax: MailMoney; gross: MailMoney }[];
  method: PaymentMethod;
  /** Of a credit note: whether the buyer has the money. A bank may return it later. */
  isPaidBack: boolean;
}

/**
 * `2026-9F3A1C-000012`: the year of issue, the event by the end of its id, and its running number, which has no gaps.
 * Titles and slugs change; none of these does.
 */
export function receiptNumber({
  eventId,
  number,
  issuedAt,
}: {
  eventId: string;
  number: number;
  issuedAt: Date;
}): string {
  return `${issuedAt.getUTCFullYear()}-${eventId.slice(-6).toUpperCase()}-${String(number).padStart(6, '0')}`;
}
