import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Day } from '#domain/event/day.ts';
import type { EventRecord } from '#domain/event/event.ts';
import type { EventKey } from '#domain/ticket/event-key.ts';
import type { Db } from '../client.ts';
import { daysOfTicket } from '../ticket-days.ts';
import {
  attendance,
  bookings,
  eventKeys,
  events,
  gates,
  scans,
  ticketTypes,
  tickets,
  waitingEntries,
} from '../schema.ts';
import type { BookingMethod } from '#domain/booking/booking.ts';

/** `venueAddress` includes the city; `contactEmail` is the organization's where the event names none. */
export type EventForMail = Pick<
  EventRecord,
  | 'id'
  | 'slug'
  | 'status'
  | 'title'
  | 'startsAt'
  | 'endsAt'
  | 'timeZone'
  | 'venueName'
  | 'venueAddress'
  | 'organizerName'
  | 'contactEmail'
  | 'accent'
  | 'bannerImageId'
  | 'cancelMessage'
>;

/** A place on a waiting list. */
export interface WaitingForMail {
  id: string;
  name: string;
  email: string;
  quantity: number;
  typeName: string;
  linkVersion: number;
  event: EventForMail;
}

export interface BookingForMail {
  id: string;
  reference: string;
  status: 'pending_payment' | 'confirmed' | 'expired' | 'cancelled';
  userId: string | null;
  buyerName: string;
  buyerEmail: string;
  method: BookingMethod;
  totalMinor: number;
  currency: string;
  linkVersion: number;
  ticketCount: number;
  holdExpiresAt: Date | null;
  event: EventForMail;
}

export interface TicketForMail {
  id: string;
  eventId: string;
  number: string;
  position: number;
  status: 'valid' | 'cancelled';
  typeName: string;
  typeIndex: number;
  doorNote: string;
  attendeeName: string;
  days: Day[];
  holderEmail: string | null;
  revision: number;
  keyId: number;
  issuedAt: Date;
  linkVersion: number;
}

export interface TicketOnPage {
  ticket: TicketForMail;
  booking: BookingForMail;
  key: EventKey;
  entry: { enteredAt: Date; gateName: string } | null;
}

const event = {
  id: events.id,
  slug: events.slug,
  status: events.status,
  title: events.title,
  startsAt: events.startsAt,
  endsAt: events.endsAt,
  timeZone: events.timeZone,
  venueName: events.venueName,
  // As domain/event/postal-address.ts writes it.
  venueAddress: sql<string>`concat_ws(', ', nullif(${events.venueAddress}, ''),
    case when position(lower(trim(${events.city})) in lower(${events.venueAddress})) = 0 then nullif(${events.city}, '') end)`,
  organizerName: events.organizerName,
  // The address for questions where the event names none: the organization's.
  contactEmail: sql<
    string | null
  >`coalesce(nullif(${events.contactEmail}, ''), (select nullif(o.contact_email, '') from organization o))`,
  accent: events.accent,
  bannerImageId: events.bannerImageId,
  cancelMessage: events.cancelMessage,
};
const booking = {
  id: bookings.id,
  reference: bookings.reference,
  status: bookings.status,
  method: bookings.method,
  userId: bookings.userId,
  buyerName: bookings.buyerName,
  buyerEmail: bookings.buyerEmail,
  totalMinor: bookings.totalMinor,
  currency: bookings.currency,
  linkVersion: bookings.linkVersion,
  ticketCount: bookings.ticketCount,
  holdExpiresAt: bookings.holdExpiresAt,
};
const ticket = {
  id: tickets.id,
  eventId: tickets.eventId,
  number: tickets.number,
  position: tickets.position,
  status: tickets.status,
  typeName: ticketTypes.name,
  typeIndex: ticketTypes.index,
  doorNote: ticketTypes.doorNote,
  attendeeName: tickets.attendeeName,
  days: sql<Day[]>`${sql.raw(daysOfTicket('tickets'))}`,
  holderEmail: tickets.holderEmail,
  revision: tickets.revision,
  keyId: tickets.keyId,
  issuedAt: tickets.issuedAt,
  linkVersion: tickets.linkVersion,
};
const key = {
  eventId: eventKeys.eventId,
  keyId: eventKeys.keyId,
  publicKey: eventKeys.publicKey,
  privateKeySealed: eventKeys.privateKeySealed,
  revokedAt: eventKeys.revokedAt,
};
const typeOfTicket = eq(ticketTypes.id, tickets.ticketTypeId);
const keyOfTicket = and(eq(eventKeys.eventId, tickets.eventId), eq(eventKeys.keyId, tickets.keyId));

export function createMailSourceStore(db: () => Db) {
  return {
    findBookings: (ids: readonly string[]): Promise<BookingForMail[]> => findBookings(db(), ids),
    async findTicketsOf(bookingId: string): Promise<{ tickets: TicketForMail[]; keys: EventKey[] }> {
      const rows = await db()
        .select({ ticket, key })
        .from(tickets)
        .innerJoin(ticketTypes, typeOfTicket)
        .innerJoin(eventKeys, keyOfTicket)
        .where(eq(tickets.bookingId, bookingId))
        .orderBy(tickets.position);
      const keys = new Map(rows.map((row) => [row.key.keyId, row.key]));
      return { tickets: rows.map((row) => row.ticket), keys: [...keys.values()] };
    },
    async findTicket(id: string): Promise<TicketOnPage | null> {
      const [row] = await db()
        .select({ ticket, booking, event, key })
        .from(tickets)
        .innerJoin(ticketTypes, typeOfTicket)
        .innerJoin(eventKeys, keyOfTicket)
        .innerJoin(bookings, eq(bookings.id, tickets.bookingId))
        .innerJoin(events, eq(events.id, tickets.eventId))
        .where(eq(tickets.id, id));
      if (!row) return null;
      const entry = await findEntry(db(), id);
      return { ticket: row.ticket, booking: { ...row.booking, event: row.event }, key: row.key, entry };
    },
    async findWaiting(id: string): Promise<WaitingForMail | null> {
      const { name, email, quantity, linkVersion } = waitingEntries;
      const [row] = await db()
        .select({ id: waitingEntries.id, name, email, quantity, linkVersion, typeName: ticketTypes.name, event })
        .from(waitingEntries)
        .innerJoin(ticketTypes, eq(ticketTypes.id, waitingEntries.ticketTypeId))
        .innerJoin(events, eq(events.id, waitingEntries.eventId))
        .where(eq(waitingEntries.id, id));
      return row ?? null;
    },
    /**
     * Queues one email with links to all bookings of an address, or nothing where there are none: one statement either
     * way, so that the time reveals nothing.
     */
    async queueBookingLinks({ id, email, locale }: { id: string; email: string; locale: string }): Promise<void> {
      await db().execute(sql`
        insert into outbox (id, lane, kind, payload, recipient, locale)
        select ${id}::uuid, 'mail', 'booking_links', jsonb_build_object('email', max(buyer_email), 'bookingIds', jsonb_agg(id)),
          max(buyer_email), ${locale}
        from (select id, buyer_email from bookings
          where lower(buyer_email) = lower(${email}) and (status = 'confirmed' or status = 'pending_payment' and hold_expires_at > now())
          order by created_at desc limit 50) found
        having count(*) > 0`);
    },
  };
}

/** Bookings and tickets as mails and ticket pages tell of them. Set-based: a fixed number of queries each. */
export type MailSourceStore = ReturnType<typeof createMailSourceStore>;

async function findBookings(db: Db, ids: readonly string[]): Promise<BookingForMail[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ booking, event })
    .from(bookings)
    .innerJoin(events, eq(events.id, bookings.eventId))
    .where(inArray(bookings.id, [...ids]))
    .orderBy(desc(bookings.createdAt), desc(bookings.id));
  return rows.map((row) => ({ ...row.booking, event: row.event }));
}

/** The latest entry that wasn't undone. */
async function findEntry(db: Db, ticketId: string) {
  const [entry] = await db
    .select({ enteredAt: attendance.enteredAt, gate: gates.name, gateThen: scans.gateName })
    .from(attendance)
    .leftJoin(scans, and(eq(scans.deviceId, attendance.entryDeviceId), eq(scans.scanId, attendance.entryScanId)))
    .leftJoin(gates, eq(gates.id, scans.gateId))
    .where(and(eq(attendance.ticketId, ticketId), isNull(attendance.undoneAt)))
    .orderBy(desc(attendance.enteredAt))
    .limit(1);
  return entry ? { enteredAt: entry.enteredAt, gateName: entry.gate ?? entry.gateThen ?? '' } : null;
}
