import { sql, type SQL } from 'drizzle-orm';
import type { BookingFilter, BookingStatus } from '../domain/booking.ts';

/* What staff look for in their list of bookings, as conditions on `bookings b`. */

const PAID = `select coalesce(sum(p.paid_minor), 0)::float8 from payments p
  where p.booking_id = b.id and p.status = 'succeeded'`;
const refunds = (which: string) => `select coalesce(sum(r.amount_minor), 0)::float8 from refunds r
  join payments p on p.id = r.payment_id where p.booking_id = b.id and ${which}`;
const REFUNDED = refunds(`r.status <> 'failed'`);
const OWED = refunds(`r.status = 'pending' and r.by_hand`);

/** What was paid, what went back of it or is on its way, and what of that somebody has to hand over. */
export const SUMS = sql.raw(`(${PAID}) as paid, (${REFUNDED}) as refunded, (${OWED}) as owed`);

const FILTERS: Record<BookingFilter, SQL> = {
  due_at_door: sql.raw(`b.status = 'pending_payment' and b.method = 'at_door'`),
  due_by_card: sql.raw(`b.status = 'pending_payment' and b.method <> 'at_door' and b.waiting_entry_id is null`),
  offered: sql.raw(`b.status = 'pending_payment' and b.method <> 'at_door' and b.waiting_entry_id is not null`),
  refunded: sql.raw(`(${REFUNDED}) > 0`),
  refund_owed: sql.raw(`(${OWED}) > 0`),
};

export const bookingsThat = (wanted: BookingStatus | BookingFilter): SQL =>
  wanted in FILTERS ? FILTERS[wanted as BookingFilter] : sql`b.status = ${wanted}`;
