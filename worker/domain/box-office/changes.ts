import type { BookingRecord, BookingStatus } from '../booking.ts';
import type { PaymentRecord, RefundStatus, StripeEventMark } from '../payment.ts';
import type { BookingAtDesk } from './desk.ts';

export interface NewTicket {
  id: string;
  bookingId: string;
  lineId: string;
  ticketTypeId: string;
  number: string;
  keyId: number;
  attendeeName: string;
  seq: number;
}

/** All that the decisions of a turn want written. */
export interface Changes {
  placed: { booking: BookingAtDesk; emailNormalized: string; source: string }[];
  /** Bookings loaded and changed. */
  touched: Set<string>;
  tickets: NewTicket[];
  /** Every valid ticket of these bookings is cancelled. */
  cancelTicketsOf: string[];
  answers: {
    caller: string;
    key: string;
    requestHash: string;
    answer: { booking: BookingRecord; decidedAt: string };
  }[];
  newPayments: PaymentRecord[];
  touchedPayments: Map<string, PaymentRecord>;
  newRefunds: { id: string; paymentId: string; amountMinor: number; currency: string; reason: string }[];
  touchedRefunds: { id: string; status: RefundStatus; stripeRefundId: string | null; failureReason: string | null }[];
  stripeEvents: (StripeEventMark & { paymentId: string | null; outcome: string })[];
  outbox: Announcement[];
  audit: {
    userId: string;
    action: string;
    bookingId: string;
    before: BookingStatus;
    after: BookingStatus;
    reason: string | null;
  }[];
}

/** What must be told, written with the change that it tells of. */
export interface Announcement {
  id: string;
  lane: 'mail' | 'stripe';
  kind: string;
  payload: Record<string, unknown>;
  recipient: string | null;
  locale: string;
  bookingId: string;
}

export const noChanges = (): Changes => ({
  placed: [],
  touched: new Set(),
  tickets: [],
  cancelTicketsOf: [],
  answers: [],
  newPayments: [],
  touchedPayments: new Map(),
  newRefunds: [],
  touchedRefunds: [],
  stripeEvents: [],
  outbox: [],
  audit: [],
});
