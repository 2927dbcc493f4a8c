import { sql, type SQL } from 'drizzle-orm';
import type { WaitingEntry } from '#domain/booking/waiting.ts';
import { WAITING_COLUMNS } from '../box-office/load-waiting.ts';
import type { Db } from '../client.ts';
import { FACT_COLUMNS, toEventFacts, type EventRow } from '../event/row.ts';
import type { EventFacts } from '#domain/booking/booking.ts';
import type { Page } from '../page.ts';

export interface WaitingFound {
  entry: WaitingEntry;
  eventId: string;
  typeName: string;
  /** Counted from 1 among the entries for the same type; null once the entry no longer waits. */
  position: number | null;
  offer: { bookingId: string; linkVersion: number; until: string | null } | null;
  event: EventFacts;
}

type Row = Omit<WaitingEntry, 'createdAt' | 'offeredAt'> &
  Omit<EventRow, 'id' | 'status'> & {
    createdAt: string | Date;
    offeredAt: string | Date | null;
    entryId: string;
    entryStatus: WaitingEntry['status'];
    id: string;
    status: string;
    typeName: string;
    position: string | null;
    bookingId: string | null;
    bookingLink: number | null;
    until: string | Date | null;
  };

/** An entry's position among those for the same type; an entry refunded for want of places comes first. */
const POSITION = `case when w.status = 'waiting' then (select count(*) from waiting_entries o
  where o.event_id = w.event_id and o.ticket_type_id = w.ticket_type_id and o.status = 'waiting'
  and (o.first > w.first or (o.first = w.first and (o.created_at, o.id) <= (w.created_at, w.id)))) end`;
const SELECT = sql.raw(`select ${WAITING_COLUMNS}, w.id as "entryId", w.status as "entryStatus", y.name as "typeName",
  ${POSITION} as position, b.id as "bookingId", b.link_version as "bookingLink", b.hold_expires_at as until, ${FACT_COLUMNS}
  from waiting_entries w join events e on e.id = w.event_id join ticket_types y on y.id = w.ticket_type_id
  left join bookings b on b.waiting_entry_id = w.id and b.status = 'pending_payment' and w.status = 'offered'`);

export function createWaitingStore(open: () => Db) {
  const rows = async (query: SQL) => ((await open().execute(query)).rows as Row[]).map(toFound);
  return {
    find: async (entryId: string): Promise<WaitingFound | null> =>
      (await rows(sql`${SELECT} where w.id = ${entryId}`))[0] ?? null,
    /** Waiting entries and offers of an account and its verified address; latest first. */
    listOwn: (own: { userId: string; verifiedEmail: string | null }, page: Page): Promise<WaitingFound[]> =>
      rows(ownQuery(own, page)),
    /** The order in which they are served, those who don't wait any more last. */
    list: (eventId: string, page: Page): Promise<WaitingFound[]> => rows(listQuery(eventId, page)),
  };
}

export type WaitingStore = ReturnType<typeof createWaitingStore>;

type Own = { userId: string; verifiedEmail: string | null };
function ownQuery({ userId, verifiedEmail }: Own, { limit, before }: Page): SQL {
  const byEmail = verifiedEmail === null ? sql`` : sql` or lower(w.email) = ${verifiedEmail.toLowerCase()}`;
  const older =
    before === null ? sql`` : sql` and (w.created_at, w.id) < (${before.createdAt}::timestamptz, ${before.id}::uuid)`;
  return sql`${SELECT} where (w.user_id = ${userId}${byEmail}) and w.status in ('waiting', 'offered')
    and e.status = 'published' and e.ends_at > now()${older} order by w.created_at desc, w.id desc limit ${limit}`;
}

/** By time of joining: a keyset by time. */
function listQuery(eventId: string, { limit, before }: Page): SQL {
  const after =
    before === null ? sql`` : sql` and (w.created_at, w.id) > (${before.createdAt}::timestamptz, ${before.id}::uuid)`;
  return sql`${SELECT} where w.event_id = ${eventId} and w.status <> 'left'${after}
    order by w.created_at, w.id limit ${limit}`;
}

function toFound(row: Row): WaitingFound {
  const { ticketTypeId, quantity, name, email, emailNormalized, userId, locale, first, linkVersion } = row;
  const offeredAt = row.offeredAt === null ? null : new Date(row.offeredAt);
  return {
    entry: {
      id: row.entryId,
      ticketTypeId,
      quantity,
      name,
      email,
      emailNormalized,
      userId,
      locale,
      first,
      linkVersion,
      status: row.entryStatus,
      offeredAt,
      createdAt: new Date(row.createdAt),
    },
    eventId: row.id,
    typeName: row.typeName,
    position: row.position === null ? null : Number(row.position),
    offer:
      row.bookingId === null
        ? null
        : {
            bookingId: row.bookingId,
            linkVersion: row.bookingLink ?? 1,
            until: row.until && new Date(row.until).toISOString(),
          },
    event: toEventFacts(row),
  };
}
