import type { Billing, BookingMethod, BookingRecord, BookingStatus, EventFacts } from '../booking/booking.ts';
import type { Attendance } from '../ticket/attendance.ts';
import type { EventKey } from '../ticket/event-key.ts';
import type {
  DisputeReport,
  PaymentMethod,
  PaymentRecord,
  PaymentReport,
  RefundReport,
  StripeEventMark,
} from '../payment/payment.ts';
import type { Answer } from '../event/question.ts';
import type { Outcome } from '../refusal.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import type { RefundAtDesk } from './at-desk.ts';

/** All changes to stock and money go through the event's box office as one of these. */
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

/** A call with the same key and body gets the first one's reply; `caller` is the user's id, or `guest`. */
export interface Idempotency {
  caller: string;
  key: string;
  requestHash: string;
}

export interface PlaceBooking {
  items: WantedItem[];
  buyer: { name: string; email: string };
  attendees: string[] | null;
  answers: Answer[];
  couponCode: string | null;
  billing: Billing | null;
  /** How it will be paid; null: by Stripe. The public may choose `at_door` where the event allows it. */
  method: BookingMethod | null;
  /** Bookings by staff ignore sale windows and limits, never quotas. */
  by: 'public' | 'staff';
  userId: string | null;
  /** The member of staff who makes it. */
  actorId: string | null;
  /** Set where it is sold at a door. */
  seller?: DoorSeller;
  /** The price that the buyer saw: where it has changed, nothing is sold. */
  expectedTotalMinor?: number | null;
  locale: string | null;
  source: string | null;
  idempotency: Idempotency | null;
  /** Whether Stripe is configured. */
  paymentAvailable: boolean;
}
export interface WantedItem {
  ticketTypeId: string;
  quantity: number;
  /** For types whose price the buyer names. */
  unitPriceMinor?: number | null;
}
export interface Placed {
  booking: BookingRecord;
  event: EventFacts;
  /** The keys that sign the booking's tickets. */
  keys: EventKey[];
  decidedAt: string;
}

/** Accepts an offer from the waiting list, with names and answers. */
export interface CompleteBooking {
  bookingId: string;
  attendees: string[] | null;
  answers: Answer[];
  /** How it will be paid; `at_door` where the event allows it. */
  method: 'stripe' | 'at_door';
}

export interface StartPayment {
  bookingId: string;
  /** The id of the new payment, where none is open. */
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
  /** The same report came before. */
  | 'repeated'
  /** No such booking or payment. */
  | 'unknown';
export interface Settled {
  settlement: Settlement;
  payment: PaymentRecord | null;
  bookingStatus: BookingStatus | null;
}

/** Staff refund a payment, in full or in part. */
export interface RefundPayment {
  bookingId: string;
  paymentId: string;
  /** Null: everything that is left. */
  amountMinor: number | null;
  reason: string;
  /** Money that Stripe did not take is handed over later. */
  owed?: boolean;
  userId: string | null;
  idempotency: Idempotency | null;
}
export interface Refunded {
  refund: RefundView;
}
export type RefundView = Pick<RefundAtDesk, 'id' | 'paymentId' | 'status' | 'amountMinor' | 'currency'>;

export interface SettleRefund {
  bookingId: string;
  /** Null for a refund made in Stripe's dashboard, which is taken over. */
  refundId: string | null;
  paymentId: string;
  /** Stripe's amount, for refunds that are taken over. */
  amountMinor: number | null;
  report: RefundReport;
  stripeEvent: StripeEventMark | null;
  /** Staff refunded directly what Stripe could not. */
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
  /** Staff also refund what was paid. Buyers get what the event's policy says. */
  refund: boolean;
  /** Declines an offer only while it is unpaid: one that was paid this very moment is a booking like any other. */
  onlyUnpaid?: boolean;
  /** As the door says; none for staff, who may cancel all the same. */
  attendance?: Attendance;
}
export interface ChangeStatus {
  bookingId: string;
  status: BookingStatus;
  userId: string | null;
  reason: string | null;
  /** How it was paid, where staff confirm it; null: not at all. */
  paidBy: PaymentMethod | null;
  refund: boolean;
  /** Money that Stripe did not take is handed over later. */
  owed?: boolean;
}
export interface Changed {
  status: BookingStatus;
  /** Stripe is asked first; the places stay held until it has answered. */
  releasing: boolean;
  refundedMinor: number;
}

/** Cancels single tickets; their share of the price is refunded on request. */
export interface CancelTickets {
  bookingId: string;
  ticketIds: string[];
  userId: string | null;
  reason: string | null;
  refund: boolean;
  /** Money that Stripe did not take is handed over later. */
  owed?: boolean;
}

export interface TransferTicket {
  bookingId: string;
  ticketId: string;
  to: { name: string; email: string };
  /** The revision that the caller has seen: after a transfer the ticket is no longer theirs. */
  seenRevision: number;
  userId: string | null;
  /** As the door says. */
  attendance?: Attendance;
}
export interface RenameAttendee {
  bookingId: string;
  ticketId: string;
  name: string;
  seenRevision: number;
  userId: string | null;
  attendance?: Attendance;
}
export interface TicketChanged {
  ticketId: string;
  revision: number;
}

export interface ChangeAnswers {
  bookingId: string;
  answers: Answer[];
  /** Staff may leave out answers that the public must give. */
  by: PlaceBooking['by'];
  userId: string | null;
  attendance?: Attendance;
}

export interface SetBilling {
  bookingId: string;
  billing: Billing;
}

/** Guests with free entry, who give no address. */
export interface PlaceGuests {
  ticketTypeId: string;
  guests: { name: string; plus: number }[];
  actorId: string | null;
  idempotency: Idempotency | null;
}
export interface GuestsPlaced {
  bookings: { id: string; reference: string; name: string; tickets: number }[];
}

/** A paired phone or an account's browser that sells at a door. */
export interface DoorSeller {
  deviceId: string;
  deviceName: string;
  userId: string | null;
}
/** Takes a booking's due amount at the door. */
export interface TakePayment {
  bookingId: string;
  method: Exclude<PaymentMethod, 'stripe'>;
  taker: DoorSeller;
  idempotency: Idempotency;
}
export interface PaymentTaken {
  /** False where it was paid already, by this method. */
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

/** The reply to each kind of command. */
export interface Replies {
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
export type Reply = Replies[Command['kind']];
