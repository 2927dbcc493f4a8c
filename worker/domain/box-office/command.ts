import type { BookingMethod, BookingRecord, BookingStatus, EventFacts, EventKey } from '../booking.ts';
import type { PaymentRecord, PaymentReport, RefundReport, StripeEventMark } from '../payment.ts';
import type { Outcome } from '../refusal.ts';

/** Everything that moves stock goes through the event's box office as one of these. */
export type Command =
  | ({ kind: 'place' } & PlaceBooking)
  | ({ kind: 'start_payment' } & StartPayment)
  | ({ kind: 'attach_session' } & AttachSession)
  | ({ kind: 'settle' } & SettlePayment)
  | ({ kind: 'settle_refund' } & SettleRefund)
  | ({ kind: 'cancel' } & CancelBooking)
  | ({ kind: 'change_status' } & ChangeStatus)
  | { kind: 'release' };

export interface PlaceBooking {
  items: { ticketTypeId: string; quantity: number }[];
  buyer: { name: string; email: string };
  attendees: string[] | null;
  userId: string | null;
  locale: string | null;
  source: string | null;
  /** Whoever holds key and body gets the answer again; `caller` is the user's id, or `guest`. */
  idempotency: { caller: string; key: string; requestHash: string } | null;
  /** A paid booking can be paid: Stripe is configured. */
  paymentAvailable: boolean;
}

export interface Placed {
  booking: BookingRecord;
  event: EventFacts;
  /** The keys that sign the booking's tickets. */
  keys: EventKey[];
  decidedAt: string;
}

export interface StartPayment {
  bookingId: string;
  /** Of the payment to be made, where none is open. */
  paymentId: string;
}
export interface PaymentStarted {
  payment: PaymentRecord;
  booking: BookingRecord;
  event: EventFacts;
}

export interface AttachSession {
  bookingId: string;
  paymentId: string;
  stripeSessionId: string;
  checkoutUrl: string | null;
}

export interface SettlePayment {
  bookingId: string;
  paymentId: string;
  report: PaymentReport;
  stripeEvent: StripeEventMark | null;
}
export type Settlement =
  | 'confirmed'
  | 'refunding'
  | 'released'
  | 'noted'
  /** The same news came before. */
  | 'repeated'
  /** About nothing that we have. */
  | 'unknown';
export interface Settled {
  settlement: Settlement;
  payment: PaymentRecord | null;
  bookingStatus: BookingStatus | null;
}

export interface SettleRefund {
  bookingId: string;
  refundId: string;
  report: RefundReport;
  stripeEvent: StripeEventMark | null;
}

export interface CancelBooking {
  bookingId: string;
  by: 'buyer' | 'staff';
  userId: string | null;
  reason: string | null;
}
export interface ChangeStatus {
  bookingId: string;
  status: BookingStatus;
  userId: string | null;
  reason: string | null;
}
export interface Changed {
  status: BookingStatus;
  /** Stripe is being asked first; the places stay held until it answered. */
  releasing: boolean;
}

/** The answer to each kind of command. */
export interface Answers {
  place: Outcome<Placed>;
  start_payment: Outcome<PaymentStarted>;
  attach_session: Outcome<{ payment: PaymentRecord }>;
  settle: Outcome<Settled>;
  settle_refund: Outcome<{ settlement: 'noted' | 'repeated' | 'unknown' }>;
  cancel: Outcome<Changed>;
  change_status: Outcome<Changed>;
  release: Outcome<{ released: number; more: boolean }>;
}
export type Answer = Answers[Command['kind']];
export type { BookingMethod };
