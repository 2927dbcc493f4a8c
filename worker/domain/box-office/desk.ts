import type { BookingRecord, BookingStatus, EventFacts, EventKey } from '../booking/booking.ts';
import type { Coupon } from '../booking/coupon.ts';
import type { Quota } from '../event/inventory.ts';
import type { FeeRule } from '../price.ts';
import type { Question } from '../event/question.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import type { Changes } from './changes.ts';
import type { BookingAtDesk, DisputeAtDesk, RefundAtDesk } from './at-desk.ts';

/** All that a turn's decisions look at, loaded under the event's lock, and all that they change. */
export interface Desk {
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
  /** Those whose codes are used in this turn. */
  coupons: Map<string, Coupon>;
  /** What is asked now, in its order. */
  questions: Question[];
  /** Whoever waits, in the order in which they are served; empty where no place could be offered to them. */
  waiting: WaitingEntry[];
  /** Whether places may have become free since those who wait were last served. */
  placesFreed: boolean;
  /** Entries that bookings of this desk are offers to, and that commands name. */
  waitingEntries: Map<string, WaitingEntry>;
  /** Answers given before, by `caller key`. */
  given: Map<string, GivenAnswer>;
  bookings: Map<string, BookingAtDesk>;
  /** Bookings whose hold is due, the longest due first. */
  due: string[];
  refunds: Map<string, RefundAtDesk>;
  /** By Stripe's id. */
  disputes: Map<string, DisputeAtDesk>;
  knownStripeEvents: Set<string>;
  /** By expired booking that is being paid: what the same person booked after it had expired. */
  bookedAgain: Map<string, { id: string; status: BookingStatus }[]>;
  changes: Changes;
}

export interface EventOnSale extends FeeRule {
  facts: EventFacts;
  endsAt: Date;
  startsAt: Date;
  locale: string;
  bookingOpensAt: Date | null;
  bookingClosesAt: Date | null;
  perPersonLimit: number;
  holdMinutes: number;
  attendeeNames: 'buyer' | 'each';
  /** Buyers may choose to pay at the door, until then (null: until the event ends). */
  atDoorPayment: boolean;
  atDoorUntil: Date | null;
  waitingList: boolean;
  /** Buyers may cancel until so many hours before the start; null: not at all. */
  cancelUntilHours: number | null;
  cancelFeeFixedMinor: number;
  cancelFeeBasisPoints: number;
  /** Of a cancelled event: what was paid goes back. */
  cancelRefunds: boolean;
  /** Whoever hears of disputes and of refunds that failed. */
  organizerEmail: string | null;
  ticketSeq: number;
  receiptSeq: number;
}

export interface TypeOnSale {
  id: string;
  index: number;
  name: string;
  priceMinor: number;
  /** The buyer names the price, at least `priceMinor`. */
  payWhatYouWant: boolean;
  /** A type of which the same booking must hold at least one. */
  requiresTypeId: string | null;
  taxRateBasisPoints: number;
  saleStartsAt: Date | null;
  saleEndsAt: Date | null;
  minPerBooking: number;
  maxPerBooking: number | null;
  hidden: boolean;
  places: number;
  archivedAt: Date | null;
  quotaIds: string[];
}

/** What people hold and have bought, by booking, found by address and by account. */
export interface LiveBookings {
  byEmail: Map<string, Map<string, LiveBooking>>;
  byUser: Map<string, Map<string, LiveBooking>>;
}
export interface LiveBooking {
  tickets: number;
  couponId: string | null;
}

/** `answer` is what the first call was told: `PlacedAnswer` of a booking; null while that call is still at work. */
export interface GivenAnswer {
  requestHash: string;
  answer: unknown;
}
export interface PlacedAnswer {
  booking: BookingRecord;
  decidedAt: string;
}

/** Where new names come from: random, and given to the decision like everything else it can't know. */
export interface Mint {
  uuid(): string;
  /** Eight characters that people can read out. */
  number(): string;
}

/** The earliest hold that these changes make due; the alarm stands before they are committed. */
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
