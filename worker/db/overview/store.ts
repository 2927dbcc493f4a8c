import { sql, type SQL } from 'drizzle-orm';
import type { MoneyAmount } from '#domain/money.ts';
import { bookingsThat } from '../booking/filter.ts';
import type { Db } from '../client.ts';
import { contested, countTroubles, revenue, troubledBookings, within } from '../payment/money-overview.ts';

export interface TroubledBooking {
  /** Stripe could not pay it back; to be handed over; waited for a bank, which has decided for us; a bank is asking. */
  kind: 'refund_failed' | 'refund_owed' | 'refund_due' | 'dispute_open';
  bookingId: string;
  eventId: string;
  /** As it is kept, without its hyphen. */
  reference: string;
  buyerName: string;
  /** The part of the booking's money that the trouble is about. */
  amount: MoneyAmount;
}

export interface OverviewStats {
  published: number;
  drafts: number;
  upcoming: number;
  confirmed: number;
  pending: number;
  /** They have their tickets, and owe the money for them. */
  dueAtDoor: number;
  ticketsSold: number;
  checkedIn: number;
  revenue: { amount: number; currency: string }[];
  /** Part of the revenue that banks have yet to decide about. */
  contested: { amount: number; currency: string }[];
  mailPending: number;
  mailFailed: number;
  doorConflicts: number;
  /** How many of each; kinds of which there is none are missing. */
  troubles: Partial<Record<TroubledBooking['kind'], number>>;
  /** The mismatches found by the last check of the books; 0 for staff limited to some events. */
  booksDrifts: number;
}

export interface ActivityRecord {
  id: string;
  at: Date;
  actor: string;
  action: string;
  subjectType: string;
  subjectId: string;
  eventId: string | null;
  eventTitle: string | null;
}

export function createOverviewStore(open: () => Db) {
  const ids = async (query: SQL) => (await open().execute<{ id: string }>(query)).rows.map((row) => row.id);
  return {
    stats: (eventIds: readonly string[] | null): Promise<OverviewStats> => loadStats(open(), eventIds),
    /** Bookings with refunds that failed or disputes that are open, the newest first. */
    troubled: (eventIds: readonly string[] | null): Promise<TroubledBooking[]> => loadTroubled(open(), eventIds),
    async activity(
      eventIds: readonly string[] | null,
      { limit, before }: { limit: number; before: { at: string; id: string } | null },
    ): Promise<ActivityRecord[]> {
      const { rows } = await open().execute<Record<string, unknown> & ActivityRecord>(sql`
        select a.id, a.at, a.actor, a.action, a.subject_type as "subjectType", a.subject_id as "subjectId",
          a.event_id as "eventId", e.title as "eventTitle"
        from audit_log a left join events e on e.id = a.event_id
        where ${within(sql`a.event_id`, eventIds)}
          and ${before ? sql`(a.at, a.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql`true`}
        order by a.at desc, a.id desc limit ${limit}`);
      return rows.map((row) => ({ ...row, at: new Date(row.at) }));
    },
    /** Events whose box office has something to do, for the heartbeat; and what else it looks after. */
    eventsWithDueHolds: (limit: number): Promise<string[]> => ids(sql`${DUE} limit ${limit}`),
    eventsAtTheDoor: (limit: number): Promise<string[]> =>
      ids(sql`select id from events where status = 'published' and starts_at - interval '12 hours' <= now()
        and ends_at + interval '6 hours' >= now() order by starts_at limit ${limit}`),
    /** Whether the database answers and its tables are there. */
    async isReady(): Promise<boolean> {
      const { rows } = await open().execute(sql`select id from deployment where single`);
      return rows.length === 1;
    },
  };
}

/** Figures over all events, or over those named. */
export type OverviewStore = ReturnType<typeof createOverviewStore>;

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
