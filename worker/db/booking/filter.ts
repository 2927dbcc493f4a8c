import { sql, type SQL } from 'drizzle-orm';
import type { BookingFilter, BookingStatus } from '#domain/booking/booking.ts';
import { parseNumber } from '#domain/ticket/number.ts';

/* Filters of the staff's list of bookings, as conditions on `bookings b` and its money `m`. */

const FILTERS: Record<BookingFilter, SQL> = {
  due_at_door: sql.raw(`b.status = 'pending_payment' and b.method = 'at_door'`),
  due_by_card: sql.raw(`b.status = 'pending_payment' and b.method <> 'at_door' and b.waiting_entry_id is null`),
  offered: sql.raw(`b.status = 'pending_payment' and b.method <> 'at_door' and b.waiting_entry_id is not null`),
  refunded: sql.raw(`m.back + m."onItsWay" > 0`),
  refund_owed: sql.raw(`m.owed > 0`),
  refund_failed: sql.raw(`m.failed > 0`),
  contested: sql.raw(`m.contested + m.taken > 0`),
};

export const bookingsThat = (wanted: BookingStatus | BookingFilter): SQL =>
  wanted in FILTERS ? FILTERS[wanted as BookingFilter] : sql`b.status = ${wanted}`;

/**
 * Matches what a caller on the phone may name: the booking's reference or a ticket's number, with or without the
 * hyphen, and part of the name or address of the buyer or of a ticket's holder. Reads the event's tickets once, not per
 * booking.
 */
export function bookingsNaming(eventId: string, text: string): SQL {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const number = parseNumber(text);
  return sql`(b.buyer_name ilike ${like} or b.buyer_email ilike ${like} or b.reference = ${number}
    or b.id in (select k.booking_id from tickets k where k.event_id = ${eventId}
      and (k.attendee_name ilike ${like} or k.holder_email ilike ${like} or k.number = ${number}))
    or b.confirmed_at is null and exists (select 1 from jsonb_array_elements(b.attendees) a where a ->> 'name' ilike ${like}))`;
}
