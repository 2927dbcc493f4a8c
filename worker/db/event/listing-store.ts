import { and, asc, desc, eq, getTableColumns, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { offeredOf } from './offered-places.ts';
import { MONEY_OF_PAYMENT } from '../payment/money.ts';
import { events, quotas, ticketTypes } from '../schema.ts';
import type { EventRecord, EventStatus, QuotaRecord, TicketTypeRecord } from '#domain/event/event.ts';

export interface PublicFilter {
  q?: string;
  category?: string;
  city?: string;
  from?: Date;
  to?: Date;
  free?: boolean;
  maxPriceMinor?: number;
  past: boolean;
  sort: 'soonest' | 'newest' | 'title';
  limit: number;
  cursor: ListingCursor | null;
}

export interface StaffFilter {
  q?: string;
  status?: EventStatus;
  /** Upcoming and current events, soonest first; otherwise all, latest first. */
  upcoming: boolean;
  /** Null: all events. */
  eventIds: readonly string[] | null;
  limit: number;
  cursor: ListingCursor | null;
}

/** The sort value and id of the last item of the page before. */
export interface ListingCursor {
  value: string;
  id: string;
}

export interface ListedEvent {
  event: EventRecord;
  ticketTypes: TicketTypeRecord[];
  quotas: QuotaRecord[];
  /** The cursor of the next page. */
  cursor: ListingCursor;
}

export interface ListedForStaff extends ListedEvent {
  sold: number;
  held: number;
  checkedIn: number;
  /** Less what went back and what banks took back; and what of it is contested. */
  revenueMinor: number;
  contestedMinor: number;
}

/** Text that sorts like the column, so that a cursor can carry it exactly. */
const SORTS = {
  soonest: {
    value: sql<string>`to_char(${events.startsAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`,
    order: asc,
  },
  latest: {
    value: sql<string>`to_char(${events.startsAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`,
    order: desc,
  },
  newest: {
    value: sql<string>`to_char(${events.publishedAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`,
    order: desc,
  },
  title: { value: sql<string>`lower(${events.title})`, order: asc },
} as const;

export function createListingStore(open: () => Db) {
  return {
    async listPublic(filter: PublicFilter): Promise<ListedEvent[]> {
      const sort = filter.past && filter.sort === 'soonest' ? SORTS.latest : SORTS[filter.sort];
      return page(open(), { ...filter, conditions: publicConditions(filter), sort });
    },
    async listForStaff(filter: StaffFilter): Promise<ListedForStaff[]> {
      const sort = filter.upcoming ? SORTS.soonest : SORTS.latest;
      const found = await page(open(), { ...filter, conditions: staffConditions(filter), sort });
      return withFigures(open(), found);
    },
    /** Published and not over for more than 12 hours, the soonest first; null: of all events. */
    async listForDoor(eventIds: string[] | null): Promise<EventRecord[]> {
      const among = eventIds ? [inArray(events.id, eventIds)] : [];
      if (eventIds?.length === 0) return [];
      return open()
        .select()
        .from(events)
        .where(and(eq(events.status, 'published'), sql`${events.endsAt} > now() - interval '12 hours'`, ...among))
        .orderBy(asc(events.startsAt), asc(events.id))
        .limit(200);
    },
  };
}

export type ListingStore = ReturnType<typeof createListingStore>;

function publicConditions(filter: PublicFilter): SQL[] {
  const conditions = [
    sql`${events.status} = 'published'`,
    filter.past ? sql`${events.endsAt} <= now()` : sql`${events.endsAt} > now()`,
  ];
  if (filter.q) conditions.push(matching(filter.q));
  if (filter.category) conditions.push(eq(events.category, filter.category));
  if (filter.city)
    conditions.push(sql`position(${plain(sql`${filter.city}::text`)} in ${plain(sql`${events.city}`)}) > 0`);
  if (filter.from) conditions.push(sql`${events.endsAt} >= ${filter.from.toISOString()}`);
  if (filter.to) conditions.push(sql`${events.startsAt} <= ${filter.to.toISOString()}`);
  if (filter.free !== undefined) conditions.push(costing(filter.free ? sql`= 0` : sql`> 0`));
  if (filter.maxPriceMinor !== undefined) conditions.push(costing(sql`<= ${filter.maxPriceMinor}`));
  return conditions;
}

/** Ignores case and accents: `malmo` finds `Malmö`. */
const plain = (text: SQL) => sql`lower(regexp_replace(normalize(${text}, NFKD), '[\\u0300-\\u036f]', '', 'g'))`;

/** The final price of one ticket as in domain/price.ts, of the types in domain/event/bookable-alone.ts. */
function costing(comparison: SQL): SQL {
  return sql`exists (select 1 from ticket_types p where p.event_id = events.id and p.archived_at is null and not p.hidden
    and (p.requires_type_id is null or not exists (select 1 from ticket_types o where o.event_id = events.id
      and o.archived_at is null and not o.hidden and o.requires_type_id is null))
    and p.price_minor + case when p.price_minor = 0 or events.fee_paid_by = 'organizer' then 0
      else events.fee_fixed_minor + (2 * p.price_minor * events.fee_basis_points + 10000) / 20000 end ${comparison})`;
}

/** Matches every word as a prefix, since its last letters may still be typed. */
function matching(text: string): SQL {
  // As the column does it: `ete` finds `Été`.
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return sql`true`;
  return sql`${events.search} @@ to_tsquery('simple', ${words.map((word) => `${word}:*`).join(' & ')})`;
}

function staffConditions(filter: StaffFilter): SQL[] {
  const conditions = [sql`true`];
  if (filter.q) conditions.push(matching(filter.q));
  if (filter.status) conditions.push(eq(events.status, filter.status));
  if (filter.upcoming) conditions.push(sql`${events.endsAt} > now()`);
  if (filter.eventIds)
    conditions.push(
      sql`${events.id} in (select jsonb_array_elements_text(${JSON.stringify(filter.eventIds)}::jsonb)::uuid)`,
    );
  return conditions;
}

interface PageQuestion extends Pick<PublicFilter, 'limit' | 'cursor'> {
  conditions: SQL[];
  sort: (typeof SORTS)[keyof typeof SORTS];
}

async function page(db: Db, { conditions, sort, limit, cursor }: PageQuestion): Promise<ListedEvent[]> {
  const { value, order } = sort;
  const beyond = order === asc ? sql`>` : sql`<`;
  if (cursor) conditions.push(sql`(${value}, ${events.id}) ${beyond} (${cursor.value}, ${cursor.id}::uuid)`);
  const rows = await db
    .select({ event: events, value })
    .from(events)
    .where(and(...conditions))
    .orderBy(order(value), order(events.id))
    .limit(limit);
  const stock = await loadStock(
    db,
    rows.map((row) => row.event.id),
  );
  return rows.map(({ event, value: sortedBy }) => ({
    event,
    cursor: { value: sortedBy, id: event.id },
    ticketTypes: stock.types.filter((type) => type.eventId === event.id),
    quotas: stock.quotas.filter((quota) => quota.eventId === event.id),
  }));
}

async function loadStock(db: Db, eventIds: string[]) {
  if (eventIds.length === 0) return { types: [], quotas: [] };
  const found = await db
    .select({ ...getTableColumns(quotas), offered: sql<number>`${sql.raw(offeredOf('quotas'))}` })
    .from(quotas)
    .where(inArray(quotas.eventId, eventIds));
  const types = await db
    .select({
      type: ticketTypes,
      quotaIds: sql<
        string[]
      >`array(select quota_id::text from ticket_type_quotas q where q.ticket_type_id = ticket_types.id)`,
      sessionIds: sql<
        string[]
      >`array(select session_id::text from ticket_type_sessions s where s.ticket_type_id = ticket_types.id)`,
    })
    .from(ticketTypes)
    .where(and(inArray(ticketTypes.eventId, eventIds), isNull(ticketTypes.archivedAt)))
    .orderBy(asc(ticketTypes.position));
  return {
    quotas: found,
    types: types.map(({ type, quotaIds, sessionIds }) => ({ ...type, quotaIds, sessionIds, held: 0, sold: 0 })),
  };
}

async function withFigures(db: Db, listed: ListedEvent[]): Promise<ListedForStaff[]> {
  const ids = JSON.stringify(listed.map((one) => one.event.id));
  const { rows } = await db.execute<{
    id: string;
    checkedIn: number;
    revenueMinor: string;
    contestedMinor: string;
    held: number;
    sold: number;
  }>(sql`
    select e.id,
      (select count(distinct a.ticket_id) from attendance a where a.event_id = e.id and a.undone_at is null)::int as "checkedIn",
      (select count(*) from tickets k where k.event_id = e.id and k.status = 'valid')::int as sold,
      (select coalesce(sum(b.ticket_count), 0) from bookings b where b.event_id = e.id and b.status = 'pending_payment' and b.method <> 'at_door')::int as held,
      money.revenue as "revenueMinor", money.contested as "contestedMinor"
    from events e cross join lateral (select coalesce(sum(m.paid - m.back - m.taken), 0) as revenue,
      coalesce(sum(m.contested), 0) as contested from payments p join bookings b on b.id = p.booking_id
      cross join ${sql.raw(MONEY_OF_PAYMENT)} m where b.event_id = e.id and p.status = 'succeeded') money
    where e.id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`);
  const figures = new Map(rows.map((row) => [row.id, row]));
  return listed.map((one) => {
    const found = figures.get(one.event.id);
    const counts = { checkedIn: found?.checkedIn ?? 0, sold: found?.sold ?? 0, held: found?.held ?? 0 };
    const revenueMinor = Number(found?.revenueMinor ?? 0);
    const contestedMinor = Number(found?.contestedMinor ?? 0);
    return { ...one, ...counts, revenueMinor, contestedMinor };
  });
}
