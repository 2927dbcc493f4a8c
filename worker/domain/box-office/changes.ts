import type { DisputeReport, PaymentRecord, StripeEventMark } from '../payment/payment.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import type { BookingAtDesk, NewReceipt, RefundAtDesk, TicketAtDesk } from './at-desk.ts';

export interface NewTicket {
  id: string;
  bookingId: string;
  lineId: string;
  ticketTypeId: string;
  position: number;
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
  /** Of bookings whose names and answers were given after they were placed. */
  answered: Set<string>;
  tickets: NewTicket[];
  touchedTickets: Map<string, TicketAtDesk>;
  /** Every valid ticket of these bookings is cancelled. */
  cancelTicketsOf: string[];
  /** Every valid ticket of these bookings is told to the doors again: what is due for it changed. */
  retellTicketsOf: string[];
  /** Uses of coupons, more or less by so many. */
  couponUses: Map<string, number>;
  newWaiting: WaitingEntry[];
  touchedWaiting: Map<string, WaitingEntry>;
  answers: { caller: string; key: string; requestHash: string; answer: unknown }[];
  newPayments: PaymentRecord[];
  touchedPayments: Map<string, PaymentRecord>;
  newRefunds: NewRefund[];
  touchedRefunds: Map<string, RefundAtDesk & { failureReason: string | null }>;
  receipts: NewReceipt[];
  disputes: (DisputeReport & { id: string; paymentId: string })[];
  stripeEvents: (StripeEventMark & { paymentId: string | null; outcome: string })[];
  outbox: Announcement[];
  audit: AuditNote[];
}

export interface NewRefund extends RefundAtDesk {
  reason: string;
  requestedBy: string | null;
}

/** What somebody did to a booking, for the audit log. */
export interface AuditNote {
  userId: string | null;
  /** Who, where it was no account: `buyer`, or `stripe`. */
  actor: string;
  action: string;
  bookingId: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** What must be told, written with the change that it tells of. */
export interface Announcement {
  id: string;
  lane: 'mail' | 'stripe';
  kind: string;
  payload: Record<string, unknown>;
  recipient: string | null;
  locale: string;
  bookingId: string | null;
}

export const noChanges = (): Changes => ({
  placed: [],
  touched: new Set(),
  answered: new Set(),
  tickets: [],
  touchedTickets: new Map(),
  cancelTicketsOf: [],
  retellTicketsOf: [],
  couponUses: new Map(),
  newWaiting: [],
  touchedWaiting: new Map(),
  answers: [],
  newPayments: [],
  touchedPayments: new Map(),
  newRefunds: [],
  touchedRefunds: new Map(),
  receipts: [],
  disputes: [],
  stripeEvents: [],
  outbox: [],
  audit: [],
});
