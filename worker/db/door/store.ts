import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';

export interface DeviceRequest {
  eventId: string;
  userId: string;
  /** One that the browser was given before; taken where it is this person's at this event. */
  deviceId?: string;
  /** The id of the device to be made where it isn't. */
  otherwiseId: string;
  name?: string;
  gateId?: string;
  defaultName: string;
}

export interface DoorDevice {
  id: string;
  name: string;
  gateId: string | null;
}

export interface GuestRow {
  ticketId: string;
  number: string;
  attendeeName: string;
  typeName: string;
  email: string;
  status: 'valid' | 'cancelled';
  enteredAt: Date | null;
  inside: boolean;
  /** To be paid at the door. */
  unpaid: boolean;
}

const GUESTS_SHOWN = 20;

export function createDoorStore(open: () => Db) {
  const rows = async <T>(statement: SQL) => (await open().execute(statement)).rows as T[];
  const isThere = async (statement: SQL) => (await rows(statement)).length > 0;
  return {
    /**
     * The device that this person's browser is at this event; made where it isn't there yet. Null: no such event or
     * gate.
     */
    async openDevice(request: DeviceRequest): Promise<DoorDevice | null> {
      const known = request.deviceId && (await rows<DoorDevice>(updateDevice(request)))[0];
      return known || ((await rows<DoorDevice>(insertDevice(request)))[0] ?? null);
    },
    searchGuests: async (eventId: string, words: string): Promise<GuestRow[]> =>
      (await rows<RawGuest>(guestsLike(eventId, words))).map(toGuest),
    listAttendees: async (
      eventId: string,
      page: { after: { name: string; ticketId: string } | null; limit: number },
    ): Promise<GuestRow[]> => (await rows<RawGuest>(attendees(eventId, page))).map(toGuest),
    /** Events not long over where this person has had a device. */
    eventsOfScanner: async (userId: string): Promise<string[]> =>
      (await rows<{ id: string }>(eventsOf(userId))).map(({ id }) => id),
    eventExists: (eventId: string): Promise<boolean> => isThere(sql`select from events where id = ${eventId}`),
  };
}

/** The check-in API's queries to Postgres. */
export type DoorStore = ReturnType<typeof createDoorStore>;

const gateOf = ({ gateId, eventId }: DeviceRequest) =>
  sql`(select id from gates where id = ${gateId ?? null} and event_id = ${eventId})`;

const updateDevice = (request: DeviceRequest) => sql`
  update devices d set last_seen_at = now(), name = coalesce(${request.name ?? null}, d.name), gate_id = coalesce(${gateOf(request)}, d.gate_id)
  where d.id = ${request.deviceId} and d.event_id = ${request.eventId} and d.user_id = ${request.userId} and d.revoked_at is null
  returning d.id, d.name, d.gate_id as "gateId"`;

const insertDevice = (request: DeviceRequest) => sql`
  insert into devices as d (id, event_id, user_id, name, gate_id, last_seen_at)
  select ${request.otherwiseId}, e.id, ${request.userId}, ${request.name ?? request.defaultName}, ${gateOf(request)}, now()
  from events e where e.id = ${request.eventId} for key share of e
  on conflict (id) do update set last_seen_at = now() where d.revoked_at is null
  returning d.id, d.name, d.gate_id as "gateId"`;

const eventsOf = (userId: string) => sql`
  select distinct d.event_id as id from devices d join events e on e.id = d.event_id
  where d.user_id = ${userId} and e.ends_at > now() - interval '1 day'`;

type RawGuest = Omit<GuestRow, 'enteredAt'> & { enteredAt: string | Date | null };
const toGuest = (row: RawGuest): GuestRow => ({
  ...row,
  enteredAt: row.enteredAt === null ? null : new Date(row.enteredAt),
});

const COLUMNS = sql`t.id as "ticketId", t.number, t.attendee_name as "attendeeName", y.name as "typeName",
  coalesce(t.holder_email, b.buyer_email) as email, case when b.status in ('pending_payment', 'confirmed') then t.status else 'cancelled' end as status,
  (select min(a.entered_at) from attendance a where a.ticket_id = t.id and a.undone_at is null) as "enteredAt",
  exists (select from attendance a where a.ticket_id = t.id and a.undone_at is null and a.exited_at is null) as inside,
  b.status = 'pending_payment' as unpaid
  from tickets t join bookings b on b.id = t.booking_id join ticket_types y on y.id = t.ticket_type_id`;

/** Lower case without accents, in plain SQL: the extension for it isn't available everywhere. */
const folded = (text: SQL) =>
  sql`translate(regexp_replace(normalize(lower(${text}), NFKD), '[\u0300-\u036f]', '', 'g'), 'øłđıæœðþ', 'oldiaodt')`;
const contains = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Every word is part of the name; or the text begins the address, or is part of the number. */
function guestsLike(eventId: string, words: string): SQL {
  const name = folded(sql`t.attendee_name`);
  const inName = words
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => sql`${name} like ${folded(sql`${contains(word)}::text`)}`);
  const number = words.replace(/[\s-]/g, '').toUpperCase();
  const inNumber = number ? sql`t.number like ${contains(number)}` : sql`false`;
  const startsAddress = sql`lower(coalesce(t.holder_email, b.buyer_email)) like ${contains(words.toLowerCase()).slice(1)}`;
  return sql`select ${COLUMNS}
    where t.event_id = ${eventId}
      and ((${sql.join(inName, sql` and `)}) or ${startsAddress} or ${inNumber})
    order by t.attendee_name, t.id limit ${GUESTS_SHOWN}`;
}

const attendees = (eventId: string, { after, limit }: Parameters<DoorStore['listAttendees']>[1]) => sql`
  select ${COLUMNS}
  where t.event_id = ${eventId} ${after ? sql`and (t.attendee_name, t.id) > (${after.name}, ${after.ticketId}::uuid)` : sql``}
  order by t.attendee_name, t.id limit ${limit}`;
