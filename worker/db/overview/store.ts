import { sql, type SQL } from 'drizzle-orm';
import type { ActivityRecord, OverviewStats, OverviewStore, TroubledBooking } from '../../deps.ts';
import { bookingsThat } from '../booking/filter.ts';
import type { Db } from '../client.ts';
import { contested, countTroubles, revenue, troubledBookings, within } from '../payment/money-overview.ts';

export function createOverviewStore(open: () => Db): OverviewStore {
  const ids = async (query: SQL) => (await open().execute<{ id: string }>(query)).rows.map((row) => row.id);
  return {
    stats: (eventIds) => loadStats(open(), eventIds),
    troubled: (eventIds) => loadTroubled(open(), eventIds),
    async activity(eventIds, { limit, before }) {
      const { rows } = await open().execute<Record<string, unknown> & ActivityRecord>(sql`
        select a.id, a.at, a.actor, a.action, a.subject_type as "subjectType", a.subject_id as "subjectId",
          a.event_id as "eventId", e.title as "eventTitle"
        from audit_log a left join events e on e.id = a.event_id
        where ${within(sql`a.event_id`, eventIds)}
          and ${before ? sql`(a.at, a.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql`true`}
        order by a.at desc, a.id desc limit ${limit}`);
      return rows.map((row) => ({ ...row, at: new Date(row.at) }));
    },
    eventsWithDueHolds: (limit) => ids(sql`${DUE} limit ${limit}`),
    eventsAtTheDoor: (limit) =>
      ids(sql`select id from events where status = 'published' and starts_at - interval '12 hours' <= now()
        and ends_at + interval '6 hours' >= now() order by starts_at limit ${limit}`),
    async isReady() {
      const { rows } = await open().execute(sql`select id from deployment where single`);
      return rows.length === 1;
    },
  };
}

/**
 * Holds that are due, unsettled bookings and waiting lists of cancelled events, and free places with someone waiting.
 */
const DUE = sql`select event_id as id from bookings where status = 'pending_payment' and hold_expires_at <= now()
  union select id from events e where status = 'cancelled' and exists (
    select 1 from bookings where event_id = e.id and status in ('pending_payment', 'confirmed'))
  union select e.id from events e where status = 'cancelled' and exists (
    select 1 from waiting_entries where event_id = e.id and status = 'waiting')
  union select w.event_id from waiting_entries w join events e on e.id = w.event_id
    join ticket_types t on t.id = w.ticket_type_id
    where w.status = 'waiting' and e.status = 'published' and e.ends_at > now() and not exists (
      select 1 from ticket_type_quotas tq join quotas q on q.id = tq.quota_id
      where tq.ticket_type_id = t.id and q.held + q.sold + w.quantity * t.places > q.size)`;

const LAST_VERIFIED = sql`coalesce((select (after->>'drifts')::int from audit_log where subject_type = 'books'
  and subject_id = 'all' and action = 'books.verify' order by at desc limit 1), 0)`;

async function loadStats(db: Db, eventIds: readonly string[] | null): Promise<OverviewStats> {
  const ofEvent = within(sql`event_id`, eventIds);
  const bookings = (which: 'confirmed' | 'due_by_card' | 'due_at_door') =>
    sql`(select count(*) from bookings b where ${bookingsThat(which)} and ${ofEvent})::int`;
  const { rows } = await db.execute<Record<string, unknown> & OverviewStats>(sql`
    select
      (select count(*) from events where status = 'published' and ${within(sql`id`, eventIds)})::int as published,
      (select count(*) from events where status = 'draft' and ${within(sql`id`, eventIds)})::int as drafts,
      (select count(*) from events where status = 'published' and starts_at > now() and ${within(sql`id`, eventIds)})::int as upcoming,
      ${bookings('confirmed')} as confirmed, ${bookings('due_by_card')} as pending, ${bookings('due_at_door')} as "dueAtDoor",
      (select count(*) from tickets where status = 'valid' and ${ofEvent})::int as "ticketsSold",
      (select count(distinct ticket_id) from attendance where undone_at is null and ${ofEvent})::int as "checkedIn",
      (select count(*) from outbox where lane = 'mail' and state = 'pending' and ${ofEvent})::int as "mailPending",
      (select count(*) from outbox where lane = 'mail' and state = 'failed' and ${ofEvent})::int as "mailFailed",
      (select count(*) from door_conflicts where closed_at is null and ${ofEvent})::int as "doorConflicts",
      ${countTroubles(eventIds)} as troubles,
      ${eventIds === null ? LAST_VERIFIED : sql`0`} as "booksDrifts",
      ${revenue(eventIds)} as revenue, ${contested(eventIds)} as contested`);
  const row = rows[0];
  if (!row) throw new Error('A select without from gives one row');
  return row;
}

const MOST_TROUBLED = 20;
async function loadTroubled(db: Db, eventIds: readonly string[] | null): Promise<TroubledBooking[]> {
  const { rows } = await db.execute<Record<string, unknown> & TroubledBooking>(
    troubledBookings(eventIds, MOST_TROUBLED),
  );
  return rows;
}
