import type { Answer } from '../event/question.ts';

/** What a booking is, and how it may change. Times are ISO 8601 in UTC, money is in minor units of `currency`. */

export const BOOKING_STATUSES = ['pending_payment', 'confirmed', 'expired', 'cancelled'] as const;
export type BookingStatus = (typeof BOOKING_STATUSES)[number];
/** What staff look for besides a status: unpaid ones by how they are to be paid, and money that went, has to go back or is contested. */
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
  /** Set where the booking is an offer to somebody on the waiting list. */
  waitingEntryId: string | null;
  linkVersion: number;
  holdExpiresAt: string | null;
  /** The hold is due, and Stripe is being asked whether it was paid; the places stay held. */
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

/** For a receipt that a company can book. */
export interface Billing {
  company: string;
  vatId: string;
  address: string;
}

export interface TicketRecord {
  id: string;
  /** Its place in the booking, counted from 0: answers go by it. */
  position: number;
  number: string;
  ticketTypeId: string;
  typeIndex: number;
  typeName: string;
  attendeeName: string;
  status: 'valid' | 'cancelled';
  revision: number;
  keyId: number;
  issuedAt: string;
  linkVersion: number;
  /** Whoever it was transferred to; null while the buyer holds it. */
  holderEmail: string | null;
}

/** What a booking shows of its event. */
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
  // A payment that comes late is honoured while places are left; nobody else can revive a booking.
  expired: [],
  cancelled: [],
};

export const mayBecome = (from: BookingStatus, to: BookingStatus) => TRANSITIONS[from].includes(to);
