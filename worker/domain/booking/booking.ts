import type { Day } from '../event/day.ts';
import type { Answer } from '../event/question.ts';

/* A booking and its transitions. Times are ISO 8601 in UTC, money is in minor units of `currency`. */

export const BOOKING_STATUSES = ['pending_payment', 'confirmed', 'expired', 'cancelled'] as const;
export type BookingStatus = (typeof BOOKING_STATUSES)[number];
/** Filters for staff besides the status: unpaid bookings by payment method, and refunds and disputes. */
export const BOOKING_FILTERS = [
  'due_at_door',
  'due_by_card',
  'offered',
  'refunded',
  'refund_owed',
  'refund_failed',
  'contested',
] as const;
export type BookingFilter = (typeof BOOKING_FILTERS)[number];
export const BOOKING_METHODS = ['stripe', 'at_door', 'cash', 'card_terminal', 'complimentary'] as const;
export type BookingMethod = (typeof BOOKING_METHODS)[number];

export interface BookingRecord {
  id: string;
  eventId: string;
  reference: string;
  userId: string | null;
  buyer: { name: string; email: string };
  locale: string;
  status: BookingStatus;
  method: BookingMethod;
  currency: string;
  totalMinor: number;
  feeMinor: number;
  taxMinor: number;
  discountMinor: number;
  couponCode: string | null;
  attendees: { name: string }[];
  answers: Answer[];
  billing: Billing | null;
  /** Set where the booking is an offer from the waiting list. */
  waitingEntryId: string | null;
  linkVersion: number;
  holdExpiresAt: string | null;
  /** The hold is due and its places stay held while Stripe is asked whether it was paid. */
  releasing: boolean;
  lines: BookingLineRecord[];
  tickets: TicketRecord[];
  createdAt: string;
  confirmedAt: string | null;
  expiredAt: string | null;
  cancelledAt: string | null;
}

export interface BookingLineRecord {
  ticketTypeId: string;
  name: string;
  quantity: number;
  places: number;
  unitPriceMinor: number;
  unitFeeMinor: number;
  discountMinor: number;
  totalMinor: number;
}

/** Company details for a receipt. */
export interface Billing {
  company: string;
  vatId: string;
  address: string;
}

export interface TicketRecord {
  id: string;
  /** Counted from 0 within the booking; answers refer to it. */
  position: number;
  number: string;
  ticketTypeId: string;
  typeIndex: number;
  typeName: string;
  attendeeName: string;
  /** The sessions that it admits to, where its event has several; absent from the turn that issues it. */
  days?: Day[];
  status: 'valid' | 'cancelled';
  revision: number;
  keyId: number;
  issuedAt: string;
  linkVersion: number;
  /** The address it was transferred to; null while the buyer holds it. */
  holderEmail: string | null;
}

/** The event as a booking shows it. */
export interface EventFacts {
  id: string;
  slug: string;
  title: string;
  status: string;
  startsAt: string;
  endsAt: string;
  timeZone: string;
  venueName: string;
  venueAddress: string;
  accent: string;
  bannerImageId: string | null;
}

const TRANSITIONS: Record<BookingStatus, readonly BookingStatus[]> = {
  pending_payment: ['confirmed', 'expired', 'cancelled'],
  confirmed: ['cancelled'],
  // Only a late payment revives a booking, while places are left.
  expired: [],
  cancelled: [],
};

export const mayBecome = (from: BookingStatus, to: BookingStatus) => TRANSITIONS[from].includes(to);
