import type { Billing, BookingMethod, BookingRecord, BookingStatus } from '#domain/booking/booking.ts';

import type { Answer } from '#domain/event/question.ts';

type Instant = Date | string;

export interface BookingRow {
  booking_id: string;
  event_id: string;
  reference: string;
  user_id: string | null;
  buyer_name: string;
  buyer_email: string;
  locale: string;
  booking_status: BookingStatus;
  method: BookingMethod;
  currency: string;
  total_minor: string;
  fee_minor: string;
  tax_minor: string;
  discount_minor: string;
  coupon_code: string | null;
  waiting_entry_id: string | null;
  attendees: { name: string }[];
  answers: Answer[];
  billing: Billing | null;
  link_version: number;
  hold_expires_at: Instant | null;
  releasing_since: Instant | null;
  confirmed_at: Instant | null;
  expired_at: Instant | null;
  cancelled_at: Instant | null;
  booked_at: Instant;
  ticket_count: number;
}

/** Plain queries return a Date, drizzle's session a string. */
const iso = (at: Instant) => new Date(at).toISOString();
const isoOrNull = (at: Instant | null) => at && iso(at);

export const bookingOf = (row: BookingRow): Omit<BookingRecord, 'lines' | 'tickets'> => ({
  id: row.booking_id,
  eventId: row.event_id,
  reference: row.reference,
  userId: row.user_id,
  buyer: { name: row.buyer_name, email: row.buyer_email },
  locale: row.locale,
  status: row.booking_status,
  method: row.method,
  currency: row.currency,
  totalMinor: Number(row.total_minor),
  feeMinor: Number(row.fee_minor),
  taxMinor: Number(row.tax_minor),
  discountMinor: Number(row.discount_minor),
  couponCode: row.coupon_code,
  waitingEntryId: row.waiting_entry_id,
  attendees: row.attendees,
  answers: row.answers,
  billing: row.billing,
  linkVersion: row.link_version,
  holdExpiresAt: isoOrNull(row.hold_expires_at),
  releasing: row.releasing_since !== null,
  createdAt: iso(row.booked_at),
  confirmedAt: isoOrNull(row.confirmed_at),
  expiredAt: isoOrNull(row.expired_at),
  cancelledAt: isoOrNull(row.cancelled_at),
});
