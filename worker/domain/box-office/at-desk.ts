import type { Billing, BookingMethod, BookingStatus } from '../booking/booking.ts';
import type { Answer } from '../event/question.ts';
import type { DisputeStatus, PaymentRecord, RefundStatus } from '../payment/payment.ts';
import type { LinePrice } from '../price.ts';

export interface BookingAtDesk {
  id: string;
  reference: string;
  userId: string | null;
  buyerName: string;
  buyerEmail: string;
  locale: string;
  status: BookingStatus;
  method: BookingMethod;
  currency: string;
  totalMinor: number;
  feeMinor: number;
  taxMinor: number;
  discountMinor: number;
  couponId: string | null;
  couponCode: string | null;
  /** Set where the booking is an offer from the waiting list. */
  waitingEntryId: string | null;
  ticketCount: number;
  attendees: { name: string }[];
  answers: Answer[];
  billing: Billing | null;
  linkVersion: number;
  holdExpiresAt: Date | null;
  releasingSince: Date | null;
  /** Staff cancelled it with a refund before Stripe had reported whether it was paid. */
  refundIfPaid: boolean;
  confirmedAt: Date | null;
  expiredAt: Date | null;
  cancelledAt: Date | null;
  createdAt: Date;
  lines: LineAtDesk[];
  /** Newest first. */
  payments: PaymentRecord[];
  refunds: RefundAtDesk[];
  /** Payments that have a receipt, and refunds that have a credit note, with the tax that it names. */
  receipted: Map<string, NewReceipt['tax']>;
  credited: Map<string, NewReceipt['tax']>;
  /** Payments that a bank disputes, or has taken back. */
  contested: Map<string, 'open' | 'lost'>;
  /** In the order of their places; loaded only where a command of the turn is about tickets. */
  tickets: TicketAtDesk[];
}

export interface LineAtDesk extends Omit<LinePrice, 'feeMinor'> {
  id: string;
  ticketTypeId: string;
  quantity: number;
  places: number;
  /** Places whose tickets were cancelled one by one. */
  cancelledPlaces: number;
  taxRateBasisPoints: number;
}

export interface TicketAtDesk {
  id: string;
  lineId: string;
  ticketTypeId: string;
  position: number;
  number: string;
  status: 'valid' | 'cancelled';
  revision: number;
  keyId: number;
  issuedAt: Date;
  attendeeName: string;
  /** The address it was transferred to; null while the buyer holds it. */
  holderEmail: string | null;
  linkVersion: number;
  seq: number;
  cancelledAt: Date | null;
  /** It was checked in, as far as the doors have delivered. */
  wasIn: boolean;
  /** Its holder is inside now. */
  isIn: boolean;
}

export interface RefundAtDesk {
  id: string;
  bookingId: string;
  paymentId: string;
  stripeRefundId: string | null;
  status: RefundStatus;
  amountMinor: number;
  currency: string;
  byHand: boolean;
}

export interface DisputeAtDesk {
  id: string;
  status: DisputeStatus;
}

/** A receipt of a payment, or a credit note of a refund. */
export interface NewReceipt {
  id: string;
  number: number;
  kind: 'receipt' | 'credit_note';
  bookingId: string;
  paymentId: string | null;
  refundId: string | null;
  totalMinor: number;
  currency: string;
  tax: { rateBasisPoints: number; grossMinor: number; taxMinor: number }[];
}
