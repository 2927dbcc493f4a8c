import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import type { PartOfList } from '../page.ts';

export interface ListedGuest {
  bookingId: string;
  reference: string;
  name: string;
  typeName: string;
  tickets: number;
  /** How many of them have come. */
  entered: number;
  createdAt: Date;
}

/** Of the whole list: names, their tickets, and how many of these have come. */
export interface GuestTotals {
  guests: number;
  places: number;
  entered: number;
}

const onTheList = (eventId: string) =>
  sql`b.event_id = ${eventId} and b.source = 'guest_list' and b.status = 'confirmed'`;

export function createGuestStore(open: () => Db) {
  return {
    /** By name. */
    async list(eventId: string, { limit, after }: PartOfList): Promise<ListedGuest[]> {
      const rest = after
        ? sql`and (lower(b.buyer_name), b.id) > (select lower(a.buyer_name), a.id from bookings a where a.id = ${after})`
        : sql``;
      const { rows } = await open().execute(sql`
        select b.id as "bookingId", b.reference, b.buyer_name as name, b.ticket_count as tickets, b.created_at as "createdAt",
          (select y.name from booking_lines l join ticket_types y on y.id = l.ticket_type_id
           where l.booking_id = b.id order by l.position limit 1) as "typeName",
          (select count(distinct a.ticket_id)::int from attendance a join tickets t on t.id = a.ticket_id
           where t.booking_id = b.id and a.undone_at is null) as entered
        from bookings b where ${onTheList(eventId)} ${rest} order by lower(b.buyer_name), b.id limit ${limit}`);
      return (rows as unknown as ListedGuest[]).map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
    },
    async totals(eventId: string): Promise<GuestTotals> {
      const { rows } = await open().execute(sql`
        select count(*)::int as guests, coalesce(sum(b.ticket_count), 0)::int as places,
          (select count(distinct a.ticket_id)::int from attendance a join tickets t on t.id = a.ticket_id
           join bookings b on b.id = t.booking_id where a.undone_at is null and ${onTheList(eventId)}) as entered
        from bookings b where ${onTheList(eventId)}`);
      return rows[0] as unknown as GuestTotals;
    },
  };
}

/** Names on an event's guest list. */
export type GuestStore = ReturnType<typeof createGuestStore>;
