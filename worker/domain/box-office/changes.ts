import type { DisputeReport, PaymentRecord, StripeEventMark } from '../payment/payment.ts';
import type { OutboxMessage } from '../mail/message.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import type { BookingAtDesk, NewReceipt, RefundAtDesk, TicketAtDesk } from './at-desk.ts';

export interface NewTicket extends Pick<
  TicketAtDesk,
  'id' | 'lineId' | 'ticketTypeId' | 'position' | 'number' | 'keyId' | 'attendeeName' | 'seq'
> {
  bookingId: string;
}

/** Everything that a turn's decisions write. */
export interface Changes {
  placed: { booking: BookingAtDesk; emailNormalized: string; source: string }[];
  /** Bookings loaded and changed. */
  touched: Set<string>;
  /** Bookings whose names and answers were given after they were placed. */
  answered: Set<string>;
  tickets: NewTicket[];
  touchedTickets: Map<string, TicketAtDesk>;
  /** Every valid ticket of these bookings is cancelled. */
  cancelTicketsOf: string[];
  /** Every valid ticket of these bookings is sent to the doors again, because its due amount changed. */
  resendTicketsOf: string[];
  /** By coupon, how many uses are added or freed. */
  couponUses: Map<string, number>;
  newWaiting: WaitingEntry[];
  touchedWaiting: Map<string, WaitingEntry>;
  idempotentReplies: { caller: string; key: string; requestHash: string; answer: unknown }[];
  newPayments: PaymentRecord[];
  touchedPayments: Map<string, PaymentRecord>;
  newRefunds: NewRefund[];
  touchedRefunds: Map<string, RefundAtDesk & { failureReason: string | null }>;
  receipts: NewReceipt[];
  disputes: (DisputeReport & { id: string; paymentId: string })[];
  stripeEvents: (StripeEventMark & { paymentId: string | null; outcome: string })[];
  outbox: OutboxMessage[];
  audit: AuditNote[];
}

export interface NewRefund extends RefundAtDesk {
  reason: string;
  requestedBy: string | null;
}

/** A change to a booking, for the audit log. */
export interface AuditNote {
  userId: string | null;
  /** The actor where it was no account: `buyer` or `stripe`. */
  actor: string;
  action: string;
  bookingId: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

export const noChanges = (): Changes => ({
  placed: [],
  touched: new Set(),
  answered: new Set(),
  tickets: [],
  touchedTickets: new Map(),
  cancelTicketsOf: [],
  resendTicketsOf: [],
  couponUses: new Map(),
  newWaiting: [],
  touchedWaiting: new Map(),
  idempotentReplies: [],
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
