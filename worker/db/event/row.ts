import { postalAddress } from '#domain/event/postal-address.ts';
import type { EventFacts } from '#domain/booking/booking.ts';
import type { EventOnSale } from '#domain/box-office/desk.ts';

/** An event's row as plain SQL returns it: bigint is a string. */
export interface EventRow {
  id: string;
  slug: string;
  status: string;
  title: string;
  starts_at: Date | string;
  ends_at: Date | string;
  time_zone: string;
  venue_name: string;
  venue_address: string;
  city: string;
  accent: string;
  banner_image_id: string | null;
  locale: string;
  currency: string;
  booking_opens_at: Date | null;
  booking_closes_at: Date | null;
  per_person_limit: number;
  hold_minutes: number;
  attendee_names: 'buyer' | 'each';
  fee_fixed_minor: string;
  fee_basis_points: number;
  fee_paid_by: 'buyer' | 'organizer';
  at_door_payment: boolean;
  at_door_until: Date | null;
  waiting_list: boolean;
  cancel_until_hours: number | null;
  cancel_fee_fixed_minor: string;
  cancel_fee_basis_points: number;
  cancel_refunds: boolean;
  organizer_email: string | null;
  ticket_seq: string;
  receipt_seq: string;
}

export const FACT_COLUMNS = `e.id, e.slug, e.status, e.title, e.starts_at, e.ends_at, e.time_zone, e.venue_name, e.venue_address, e.city,
  e.accent, e.banner_image_id`;
type FactRow = Pick<
  EventRow,
  | 'id'
  | 'slug'
  | 'status'
  | 'title'
  | 'starts_at'
  | 'ends_at'
  | 'time_zone'
  | 'venue_name'
  | 'venue_address'
  | 'city'
  | 'accent'
  | 'banner_image_id'
>;

export const toEventFacts = (row: FactRow): EventFacts => ({
  id: row.id,
  slug: row.slug,
  title: row.title,
  status: row.status,
  startsAt: new Date(row.starts_at).toISOString(),
  endsAt: new Date(row.ends_at).toISOString(),
  timeZone: row.time_zone,
  venueName: row.venue_name,
  venueAddress: postalAddress({ venueAddress: row.venue_address, city: row.city }),
  accent: row.accent,
  bannerImageId: row.banner_image_id,
});

export const toEventOnSale = (row: EventRow): EventOnSale => ({
  facts: toEventFacts(row),
  startsAt: new Date(row.starts_at),
  endsAt: new Date(row.ends_at),
  locale: row.locale,
  currency: row.currency,
  bookingOpensAt: row.booking_opens_at,
  bookingClosesAt: row.booking_closes_at,
  perPersonLimit: row.per_person_limit,
  holdMinutes: row.hold_minutes,
  attendeeNames: row.attendee_names,
  feeFixedMinor: Number(row.fee_fixed_minor),
  feeBasisPoints: row.fee_basis_points,
  feePaidBy: row.fee_paid_by,
  atDoorPayment: row.at_door_payment,
  atDoorUntil: row.at_door_until,
  waitingList: row.waiting_list,
  cancelUntilHours: row.cancel_until_hours,
  cancelFeeFixedMinor: Number(row.cancel_fee_fixed_minor),
  cancelFeeBasisPoints: row.cancel_fee_basis_points,
  cancelRefunds: row.cancel_refunds,
  organizerEmail: row.organizer_email,
  ticketSeq: Number(row.ticket_seq),
  receiptSeq: Number(row.receipt_seq),
});
