import type { BookingMethod, BookingRecord, BookingStatus, EventFacts, EventKey } from '../booking.ts';
import type { Quota } from '../inventory.ts';
import type { PaymentRecord, RefundStatus } from '../payment.ts';
import type { FeeRule } from '../price.ts';
import type { Changes } from './changes.ts';

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
  /** Answers given before, by `caller key`. */
  given: Map<string, GivenAnswer>;
  bookings: Map<string, BookingAtDesk>;
  /** Bookings whose hold is due, the longest due first. */
  due: string[];
  refunds: Map<string, RefundAtDesk>;
  knownStripeEvents: Set<string>;
  /** By expired booking that is being paid: what the same person booked after it had expired. */
  bookedAgain: Map<string, { id: string; status: BookingStatus }[]>;
  changes: Changes;
}

export interface EventOnSale extends FeeRule {
  facts: EventFacts;
  endsAt: Date;
  locale: string;
  currency: string;
  bookingOpensAt: Date | null;
  bookingClosesAt: Date | null;
  perPersonLimit: number;
  holdMinutes: number;
  attendeeNames: 'buyer' | 'each';
  ticketSeq: number;
}

export interface TypeOnSale {
  id: string;
  index: number;
  name: string;
  priceMinor: number;
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

/** Counts of tickets by booking, found by address and by account. */
export interface LiveBookings {
  byEmail: Map<string, Map<string, number>>;
  byUser: Map<string, Map<string, number>>;
}

export interface GivenAnswer {
  requestHash: string;
  booking: BookingRecord;
  decidedAt: string;
}

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
  ticketCount: number;
  attendees: { name: string }[];
  linkVersion: number;
  holdExpiresAt: Date | null;
  releasingSince: Date | null;
  confirmedAt: Date | null;
  expiredAt: Date | null;
  cancelledAt: Date | null;
  createdAt: Date;
  lines: LineAtDesk[];
  /** Newest first. */
  payments: PaymentRecord[];
}

export interface LineAtDesk {
  id: string;
  ticketTypeId: string;
  quantity: number;
  places: number;
  unitPriceMinor: number;
  unitFeeMinor: number;
  totalMinor: number;
  taxMinor: number;
  taxRateBasisPoints: number;
}

export interface RefundAtDesk {
  id: string;
  bookingId: string;
  status: RefundStatus;
  amountMinor: number;
  currency: string;
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
