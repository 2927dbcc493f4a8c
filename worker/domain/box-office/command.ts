import type { Billing, BookingMethod, BookingRecord, BookingStatus, EventFacts, EventKey } from '../booking/booking.ts';
import type {
  DisputeReport,
  PaymentMethod,
  PaymentRecord,
  PaymentReport,
  RefundReport,
  RefundStatus,
  StripeEventMark,
} from '../payment/payment.ts';
import type { Answer as AnswerGiven } from '../event/question.ts';
import type { Outcome } from '../refusal.ts';
import type { WaitingEntry } from '../booking/waiting.ts';

/** Everything that moves stock or money goes through the event's box office as one of these. */
export type Command =
  | ({ kind: 'place' } & PlaceBooking)
  | ({ kind: 'complete' } & CompleteBooking)
  | ({ kind: 'start_payment' } & StartPayment)
  | ({ kind: 'attach_session' } & AttachSession)
  | ({ kind: 'settle' } & SettlePayment)
  | ({ kind: 'refund' } & RefundPayment)
  | ({ kind: 'settle_refund' } & SettleRefund)
  | ({ kind: 'settle_dispute' } & SettleDispute)
  | ({ kind: 'cancel' } & CancelBooking)
  | ({ kind: 'change_status' } & ChangeStatus)
  | ({ kind: 'cancel_tickets' } & CancelTickets)
  | ({ kind: 'transfer' } & TransferTicket)
  | ({ kind: 'rename' } & RenameAttendee)
  | ({ kind: 'change_answers' } & ChangeAnswers)
  | ({ kind: 'bill' } & SetBilling)
  | ({ kind: 'place_guests' } & PlaceGuests)
  | ({ kind: 'take_payment' } & TakePayment)
  | ({ kind: 'join_waiting' } & JoinWaiting)
  | ({ kind: 'leave_waiting' } & LeaveWaiting)
  | { kind: 'release' };

/** Whoever holds key and body gets the answer again; `caller` is the user's id, or `guest`. */
export interface Idempotency {
  caller: string;
  key: string;
  requestHash: string;
}

export interface PlaceBooking {
  items: WantedItem[];
  buyer: { name: string; email: string };
  attendees: string[] | null;
  answers: AnswerGiven[];
  couponCode: string | null;
  billing: Billing | null;
  /** How it will be paid; null: by Stripe. The public may choose `at_door` where the event allows it. */
  method: BookingMethod | null;
  /** What staff make ignores windows and limits, never quotas. */
  by: 'public' | 'staff';
  userId: string | null;
  /** The staff member behind it. */
  actorId: string | null;
  /** Where it is sold at a door. */
  seller?: DoorSeller;
  /** What the buyer was asked for: where it costs otherwise by now, nothing is sold. */
  expectedTotalMinor?: number | null;
  locale: string | null;
  source: string | null;
  idempotency: Idempotency | null;
  /** A paid booking can be paid: Stripe is configured. */
  paymentAvailable: boolean;
}
export interface WantedItem {
  ticketTypeId: string;
  quantity: number;
  /** Of a type whose price the buyer names. */
  unitPriceMinor?: number | null;
}
export interface Placed {
  booking: BookingRecord;
  event: EventFacts;
  /** The keys that sign the booking's tickets. */
  keys: EventKey[];
  decidedAt: string;
}

/** Takes an offer from the waiting list: names and answers, and what costs nothing is confirmed. */
export interface CompleteBooking {
  bookingId: string;
  attendees: string[] | null;
  answers: AnswerGiven[];
  /** How it will be paid; `at_door` where the event allows it. */
  method: 'stripe' | 'at_door';
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

/** Staff pay back, in full or in part. */
export interface RefundPayment {
  bookingId: string;
  paymentId: string;
  /** Null: all that is left. */
  amountMinor: number | null;
  reason: string;
  /** What Stripe did not take is handed over later, not now. */
  owed?: boolean;
  userId: string | null;
  idempotency: Idempotency | null;
}
export interface Refunded {
  refund: RefundView;
}
export interface RefundView {
  id: string;
  paymentId: string;
  status: RefundStatus;
  amountMinor: number;
  currency: string;
}

export interface SettleRefund {
  bookingId: string;
  /** Null where somebody refunded in Stripe's own dashboard: it is taken over. */
  refundId: string | null;
  paymentId: string;
  /** As Stripe says, for refunds that are taken over. */
  amountMinor: number | null;
  report: RefundReport;
  stripeEvent: StripeEventMark | null;
  /** Staff paid back by other means what Stripe could not. */
  byHand?: { userId: string | null };
}

export interface SettleDispute {
  bookingId: string;
  paymentId: string;
  report: DisputeReport;
  stripeEvent: StripeEventMark | null;
}

export interface CancelBooking {
  bookingId: string;
  by: 'buyer' | 'staff';
  userId: string | null;
  reason: string | null;
  /** Staff: pay back what was paid, too. Buyers get what the event's policy says. */
  refund: boolean;
  /** An offer is declined for as long as it is one: paid this very moment, it is a booking like any other. */
  onlyUnpaid?: boolean;
}
export interface ChangeStatus {
  bookingId: string;
  status: BookingStatus;
  userId: string | null;
  reason: string | null;
  /** How it was paid, where staff confirm by hand; null: not at all. */
  paidBy: PaymentMethod | null;
  refund: boolean;
  /** What Stripe did not take is handed over later, not now. */
  owed?: boolean;
}
export interface Changed {
  status: BookingStatus;
  /** Stripe is being asked first; the places stay held until it answered. */
  releasing: boolean;
  /** What goes back, in minor units. */
  refundedMinor: number;
}

/** Single tickets; their share of the price goes back where that is wished. */
export interface CancelTickets {
  bookingId: string;
  ticketIds: string[];
  userId: string | null;
  reason: string | null;
  refund: boolean;
  /** What Stripe did not take is handed over later, not now. */
  owed?: boolean;
}

export interface TransferTicket {
  bookingId: string;
  ticketId: string;
  to: { name: string; email: string };
  /** The ticket as whoever asks has seen it: passed on meanwhile, it is not theirs any more. */
  seenRevision: number;
  userId: string | null;
}
export interface RenameAttendee {
  bookingId: string;
  ticketId: string;
  name: string;
  seenRevision: number;
  userId: string | null;
}
export interface TicketChanged {
  ticketId: string;
  revision: number;
}

export interface ChangeAnswers {
  bookingId: string;
  answers: AnswerGiven[];
  /** Staff may leave out what the public must answer. */
  by: PlaceBooking['by'];
  userId: string | null;
}

export interface SetBilling {
  bookingId: string;
  billing: Billing;
}

/** Guests of the house, who pay nothing and give no address. */
export interface PlaceGuests {
  ticketTypeId: string;
  guests: { name: string; plus: number }[];
  actorId: string | null;
  idempotency: Idempotency | null;
}
export interface GuestsPlaced {
  bookings: { id: string; reference: string; name: string; tickets: number }[];
}

/** Whoever sells at a door: a paired phone, or the browser of an account. */
export interface DoorSeller {
  deviceId: string;
  deviceName: string;
  userId: string | null;
}
/** What a booking owes is taken at the door. */
export interface TakePayment {
  bookingId: string;
  method: Exclude<PaymentMethod, 'stripe'>;
  taker: DoorSeller;
  idempotency: Idempotency;
}
export interface PaymentTaken {
  /** Not taken: it was paid already, by the method that follows. */
  taken: boolean;
  method: BookingMethod;
  amountMinor: number;
  currency: string;
}

export interface JoinWaiting {
  ticketTypeId: string;
  quantity: number;
  name: string;
  email: string;
  userId: string | null;
  locale: string | null;
}
export interface LeaveWaiting {
  entryId: string;
}

/** The answer to each kind of command. */
export interface Answers {
  place: Outcome<Placed>;
  complete: Outcome<{ booking: BookingRecord }>;
  start_payment: Outcome<PaymentStarted>;
  attach_session: Outcome<{ payment: PaymentRecord }>;
  settle: Outcome<Settled>;
  refund: Outcome<Refunded>;
  settle_refund: Outcome<{ settlement: 'noted' | 'repeated' | 'unknown' }>;
  settle_dispute: Outcome<{ settlement: 'noted' | 'repeated' | 'unknown' }>;
  cancel: Outcome<Changed>;
  change_status: Outcome<Changed>;
  cancel_tickets: Outcome<Changed>;
  transfer: Outcome<TicketChanged>;
  rename: Outcome<TicketChanged>;
  change_answers: Outcome<object>;
  bill: Outcome<object>;
  take_payment: Outcome<PaymentTaken>;
  place_guests: Outcome<GuestsPlaced>;
  join_waiting: Outcome<{ entry: WaitingEntry; event: EventFacts }>;
  leave_waiting: Outcome<object>;
  release: Outcome<{ released: number; more: boolean }>;
}
export type Answer = Answers[Command['kind']];
