import type { BookingRecord, BookingStatus, EventFacts } from '../booking/booking.ts';
import type { EventKey } from '../ticket/event-key.ts';
import type { Coupon } from '../booking/coupon.ts';
import type { CancelPolicy } from '../event/cancel-policy.ts';
import type { EventFields, TicketTypeRecord } from '../event/event.ts';
import type { Quota } from '../event/inventory.ts';
import type { FeeRule } from '../price.ts';
import type { Question } from '../event/question.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import { noChanges, type Changes } from './changes.ts';
import type { BookingAtDesk, DisputeAtDesk, RefundAtDesk } from './at-desk.ts';

/** Everything that a turn's decisions read, as it was loaded under the event's lock. */
export interface LoadedDesk {
  now: Date;
  event: EventOnSale;
  types: Map<string, TypeOnSale>;
  stock: Map<string, Quota>;
  /** The counters as they were loaded; the difference is written. */
  stockBefore: Quota[];
  /** Newest first. */
  keys: EventKey[];
  /** Live bookings of the people who book in this turn. */
  live: LiveBookings;
  /** Coupons whose codes are used in this turn. */
  coupons: Map<string, Coupon>;
  /** Questions that the event asks now, in their order. */
  questions: Question[];
  /** In the order in which they are served; empty where no place could be offered. */
  waiting: WaitingEntry[];
  /** Entries whose offers are bookings of this desk, and entries that commands name. */
  waitingEntries: Map<string, WaitingEntry>;
  /** Replies to earlier calls, by `caller key`. */
  idempotentReplies: Map<string, IdempotentReply>;
  bookings: Map<string, BookingAtDesk>;
  /** Bookings whose hold is due, the longest due first. */
  due: string[];
  refunds: Map<string, RefundAtDesk>;
  /** By Stripe's id. */
  disputes: Map<string, DisputeAtDesk>;
  knownStripeEvents: Set<string>;
  /** By expired booking that is being paid: the bookings that the same person made after it had expired. */
  bookedAgain: Map<string, { id: string; status: BookingStatus }[]>;
}

/** A turn's facts with its decisions: each decision changes the facts, so that the next one sees them. */
export interface Desk extends LoadedDesk {
  ids: DeskIds;
  /** Whether places may have become free since the waiting list was last served. */
  placesFreed: boolean;
  changes: Changes;
}

/** Random ids, passed in because decisions are deterministic. */
export interface DeskIds {
  uuid(): string;
  /** Eight characters that people can read out. */
  shortCode(): string;
}

export const openDesk = (loaded: LoadedDesk, ids: DeskIds): Desk => ({
  ...loaded,
  ids,
  placesFreed: true,
  changes: noChanges(),
});

export interface EventOnSale
  extends
    FeeRule,
    CancelPolicy,
    Pick<
      EventFields,
      | 'endsAt'
      | 'bookingOpensAt'
      | 'bookingClosesAt'
      | 'perPersonLimit'
      | 'holdMinutes'
      | 'attendeeNames'
      | 'atDoorPayment'
      | 'atDoorUntil'
      | 'waitingList'
    > {
  facts: EventFacts;
  locale: string;
  /** Of a cancelled event: whether payments are refunded. */
  cancelRefunds: boolean;
  /** Gets mail about disputes and about refunds that failed. */
  organizerEmail: string | null;
  ticketSeq: number;
  receiptSeq: number;
}

export type TypeOnSale = Pick<
  TicketTypeRecord,
  | 'id'
  | 'index'
  | 'name'
  | 'priceMinor'
  | 'payWhatYouWant'
  | 'requiresTypeId'
  | 'taxRateBasisPoints'
  | 'saleStartsAt'
  | 'saleEndsAt'
  | 'minPerBooking'
  | 'maxPerBooking'
  | 'hidden'
  | 'places'
  | 'archivedAt'
  | 'quotaIds'
>;

/** Live bookings of people, by address and by account. */
export interface LiveBookings {
  byEmail: Map<string, Map<string, LiveBooking>>;
  byUser: Map<string, Map<string, LiveBooking>>;
}
export interface LiveBooking {
  tickets: number;
  couponId: string | null;
}

/** `answer` is the reply to the first call, a `PlacedReply` for a booking; null while that call is in progress. */
export interface IdempotentReply {
  requestHash: string;
  answer: unknown;
}
export interface PlacedReply {
  booking: BookingRecord;
  decidedAt: string;
}

/** Returns when the earliest hold of these changes is due: the alarm is set before they are committed. */
export function earliestHold(desk: Desk): Date | null {
  let earliest: Date | null = null;
  const consider = (booking: BookingAtDesk | undefined) => {
    const due = booking?.status === 'pending_payment' && !booking.releasingSince ? booking.holdExpiresAt : null;
    if (due && (!earliest || due < earliest)) earliest = due;
  };
  for (const { booking } of desk.changes.placed) consider(booking);
  for (const id of desk.changes.touched) consider(desk.bookings.get(id));
  return earliest;
}
