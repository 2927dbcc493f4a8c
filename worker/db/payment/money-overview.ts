import { sql, type SQL } from 'drizzle-orm';
import { MONEY_OF_PAYMENT } from './money.ts';

/* The dashboard's figures about money. */

/** Limits a query to the named events; null names all. */
export const within = (column: SQL, eventIds: readonly string[] | null) =>
  eventIds === null
    ? sql`true`
    : sql`${column} in (select jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb)::uuid)`;

const MONEY = sql.raw(MONEY_OF_PAYMENT);
/** By payment and time: payments that need attention. A failed refund that was settled otherwise needs none. */
const TROUBLES = sql`select 'refund_failed' as kind, r.payment_id, r.created_at from refunds r
    join payments p on p.id = r.payment_id cross join ${MONEY} m where r.status = 'failed' and m.failed > 0
  union all select 'refund_owed', payment_id, created_at from refunds where status = 'pending' and by_hand
  union all select 'dispute_open', payment_id, created_at from disputes where status = 'open'
  union all select 'refund_due', p.id, max(a.at) from disputes d join payments p on p.id = d.payment_id
    join audit_log a on a.subject_type = 'booking' and a.subject_id = p.booking_id::text and a.action = 'refund.deferred'
    cross join ${MONEY} m where d.status = 'won' and m.available > 0
      and not exists (select 1 from refunds r where r.payment_id = p.id and r.created_at >= a.at) group by p.id`;

export const countTroubles = (eventIds: readonly string[] | null) =>
  sql`(select coalesce(jsonb_object_agg(kind, count), '{}'::jsonb) from (select trouble.kind, count(*) as count
    from (${TROUBLES}) trouble join payments p on p.id = trouble.payment_id join bookings b on b.id = p.booking_id
    where ${within(sql`b.event_id`, eventIds)} group by trouble.kind) counted)`;

/** Each booking once for each kind, the latest first. */
export const troubledBookings = (eventIds: readonly string[] | null, limit: number) =>
  sql`select "bookingId", "eventId", reference, "buyerName", kind, jsonb_build_object('currency', currency, 'amount',
      (select sum(case kind when 'refund_failed' then m.failed when 'refund_owed' then m.owed
        when 'dispute_open' then m.contested else m.available end)::float8
      from payments p cross join ${MONEY} m where p.booking_id = "bookingId")) as amount
    from (select b.id as "bookingId", b.event_id as "eventId", b.reference, b.buyer_name as "buyerName", b.currency,
        trouble.kind, max(trouble.created_at) as latest
      from (${TROUBLES}) trouble join payments p on p.id = trouble.payment_id join bookings b on b.id = p.booking_id
      where ${within(sql`b.event_id`, eventIds)} group by b.id, trouble.kind
      order by latest desc limit ${limit}) troubled
    order by latest desc`;

const perCurrency = (part: string, eventIds: readonly string[] | null, having: SQL) =>
  sql`(select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount) order by currency), '[]'::jsonb)
    from (select p.paid_currency as currency, sum(${sql.raw(part)})::bigint as amount
      from payments p join bookings b on b.id = p.booking_id cross join ${MONEY} m
      where p.status = 'succeeded' and ${within(sql`b.event_id`, eventIds)}
      group by p.paid_currency having ${having}) per_currency)`;

/** Payments less refunds and lost disputes. */
export const revenue = (eventIds: readonly string[] | null) =>
  perCurrency('m.paid - m.back - m.taken', eventIds, sql`true`);
/** The part that banks have yet to decide about. */
export const contested = (eventIds: readonly string[] | null) =>
  perCurrency('m.contested', eventIds, sql`sum(m.contested) > 0`);
