import { sql } from 'drizzle-orm';
import type { Db } from '../client.ts';

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

/** More names than a guest list ever has. */
const MOST = 5000;

export function createGuestStore(open: () => Db) {
  return {
    async list(eventId: string): Promise<ListedGuest[]> {
      const { rows } = await open().execute(sql`
        select b.id as "bookingId", b.reference, b.buyer_name as name, b.ticket_count as tickets, b.created_at as "createdAt",
          (select y.name from booking_lines l join ticket_types y on y.id = l.ticket_type_id
           where l.booking_id = b.id order by l.position limit 1) as "typeName",
          (select count(distinct a.ticket_id)::int from attendance a join tickets t on t.id = a.ticket_id
           where t.booking_id = b.id and a.undone_at is null) as entered
        from bookings b where b.event_id = ${eventId} and b.source = 'guest_list' and b.status = 'confirmed'
        order by lower(b.buyer_name), b.id limit ${MOST}`);
      return (rows as unknown as ListedGuest[]).map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
    },
  };
}

/** Names on an event's guest list. */
export type GuestStore = ReturnType<typeof createGuestStore>;
