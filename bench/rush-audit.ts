import pg from 'pg';
import type { EventForSale } from '../worker/testing/event-on-sale.ts';

export interface Audit {
  /** Bookings that were confirmed to a buyer and don't exist. */
  lost: number;
  /** Places and coupon uses beyond the limits, and counters that differ from their rows. */
  oversold: number;
  /** Places in all bookings. */
  taken: number;
}

/** Compares the bookings that buyers were told of, and the counters, with the rows. */
export async function audit(databaseUrl: string, event: EventForSale, confirmedIds: readonly string[]): Promise<Audit> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query(
    `select b.id, l.places from bookings b join booking_lines l on l.booking_id = b.id
      where b.event_id = $1 and b.status = 'pending_payment'`,
    [event.eventId],
  );
  const { rows: quotas } = await client.query(
    `select q.size, q.held + q.sold as counted, (select coalesce(sum(l.places), 0)::int from bookings b
        join booking_lines l on l.booking_id = b.id join ticket_type_quotas t on t.ticket_type_id = l.ticket_type_id
        where t.quota_id = q.id and b.status = 'pending_payment') as taken
      from quotas q where event_id = $1`,
    [event.eventId],
  );
  const { rows: coupons } = await client.query(
    `select max_uses as size, used as counted, (select count(*)::int from bookings b where b.coupon_id = c.id) as taken
      from coupons c where event_id = $1`,
    [event.eventId],
  );
  await client.end();
  const kept = new Set(rows.map(({ id }) => id));
  let oversold = 0;
  for (const { size, counted, taken } of [...quotas, ...coupons])
    oversold += Math.max(0, taken - size) + Math.abs(taken - counted);
  const taken = rows.reduce((sum, { places }) => sum + places, 0);
  return { lost: confirmedIds.filter((id) => !kept.has(id)).length, oversold, taken };
}
