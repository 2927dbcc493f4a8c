import { type SQL, sql } from 'drizzle-orm';
import type { DoorFacts, TicketFacts, Instant } from '#domain/door/door.ts';
import type { EventKey } from '#domain/ticket/event-key.ts';
import type { Db } from '../client.ts';
import {
  deliverToDatabase,
  type DeliveredEntry,
  type DeliveredScan,
  type DeliveredConflict,
  type DoorDelivery,
  type DoorClash,
} from './delivery.ts';
import { readStandings, type Standings } from './standings.ts';

/**
 * The source of a door's copy, and the target of its deliveries. Every call may fail: the door continues without it. An
 * interface, since a rehearsal has a source of its own (party/door/rehearsal-source.ts), and so have tests.
 */
export interface DoorSource {
  /** Null where Postgres has no such event. */
  readFacts(eventId: string): Promise<DoorFacts | null>;
  /** The next page of changed tickets, by their `seq`. */
  readTickets(eventId: string, afterSeq: number, limit: number): Promise<SourcedTicket[]>;
  /** For a door that lost its storage: what was delivered before, a page at a time. */
  readAttendance(eventId: string, afterId: string, limit: number): Promise<DeliveredEntry[]>;
  /** Newest first. */
  readScans(eventId: string, before: DeliveredScan | null, limit: number): Promise<DeliveredScan[]>;
  /** Open conflicts. */
  readOpenConflicts(eventId: string): Promise<DeliveredConflict[]>;
  /** With the private halves, sealed. */
  readKeys(eventId: string): Promise<EventKey[]>;
  /** The event of a ticket that is not ours, with the keys that its codes are signed by. */
  findElsewhere(ticket: { id?: string; number?: string }): Promise<{ eventId: string; keys: DoorFacts['keys'] } | null>;
  /** The current rights of these people and devices; those missing from the answer no longer exist. */
  readStandings(userIds: string[], deviceIds: string[]): Promise<Standings>;
  /** Idempotent. Answers the entries that Postgres' constraints refuse: they clash with what it has. */
  deliver(eventId: string, delivery: DoorDelivery): Promise<DoorClash[]>;
}

export type SourcedTicket = TicketFacts & { seq: number; keyId: number; issuedAt: Instant };

/**
 * The rows that a door's room reads and writes in Postgres: set-based, a fixed number of statements whatever the size.
 */
export function createDoorSource(db: Db): DoorSource {
  const rows = async <T>(statement: SQL) => (await db.execute(statement)).rows as T[];
  return {
    readFacts: async (eventId) => (await rows<{ facts: DoorFacts }>(factsOf(eventId)))[0]?.facts ?? null,
    readTickets: (eventId, afterSeq, limit) => rows<SourcedTicket>(ticketsAfter(eventId, afterSeq, limit)),
    readAttendance: (eventId, afterId, limit) => rows<DeliveredEntry>(attendanceAfter(eventId, afterId, limit)),
    readScans: (eventId, before, limit) => rows<DeliveredScan>(scansBefore(eventId, before, limit)),
    readOpenConflicts: (eventId) => rows<DeliveredConflict>(openConflictsOf(eventId)),
    readStandings: (userIds, deviceIds) => readStandings(rows, userIds, deviceIds),
    readKeys: (eventId) => rows<EventKey>(keyRowsOf(eventId)),
    async findElsewhere({ id, number }) {
      const found = await rows<{ eventId: string; keys: DoorFacts['keys'] }>(sql`
        select t.event_id as "eventId", ${keysOf(sql`t.event_id`)} as keys
        from tickets t where ${id ? sql`t.id = ${id}` : sql`t.number = ${number ?? ''}`}`);
      return found[0] ?? null;
    },
    deliver: (eventId, delivery) => db.transaction((tx) => deliverToDatabase(tx, eventId, delivery)),
  };
}

/** Whole milliseconds, also of a row edited directly: the room’s own tables accept no others. */
const instant = (time: SQL) => sql`floor(extract(epoch from ${time}) * 1000)::float8`;
/** A page of scans continues after the last, to the microsecond. */
const exactInstant = (time: SQL) => sql`(extract(epoch from ${time}) * 1000)::float8`;
const list = (rowsOf: SQL) => sql`coalesce((select json_agg(x) from (${rowsOf}) x), '[]'::json)`;
const idsOf = (column: SQL, from: SQL) => sql`coalesce((select json_agg(${column}) from ${from}), '[]'::json)`;
const keysOf = (eventId: SQL) =>
  list(sql`select key_id as "keyId", encode(public_key, 'base64') as "publicKey", revoked_at is not null as revoked
           from event_keys where event_id = ${eventId} order by key_id`);

const keyRowsOf = (eventId: string) => sql`
  select event_id as "eventId", key_id as "keyId", public_key as "publicKey", private_key_sealed as "privateKeySealed",
    revoked_at as "revokedAt" from event_keys where event_id = ${eventId}`;

const factsOf = (eventId: string) => sql`
  select json_build_object(
    'epoch', (select epoch from deployment),
    'event', json_build_object('id', e.id, 'title', e.title, 'timeZone', e.time_zone, 'currency', e.currency,
      'isCancelled', e.status = 'cancelled', 'reEntry', e.re_entry, 'houseCapacity', e.house_capacity,
      'rehearsal', (select json_build_object('since', ${instant(sql`since`)}, 'until', ${instant(sql`until`)})
        from rehearsals where event_id = e.id and until > now())),
    'ticketSeq', e.ticket_seq,
    'sessions', ${list(sql`select id, name, ${instant(sql`starts_at`)} as "startsAt", ${instant(sql`ends_at`)} as "endsAt"
      from event_sessions where event_id = e.id order by starts_at, id`)},
    'types', ${list(sql`select y.id, y.index, y.name, y.door_note as "doorNote", ${instant(sql`y.valid_from`)} as "validFrom",
      ${instant(sql`y.valid_until`)} as "validUntil",
      ${idsOf(sql`s.session_id`, sql`ticket_type_sessions s where s.ticket_type_id = y.id`)} as "sessionIds"
      from ticket_types y where y.event_id = e.id order by y.position, y.index`)},
    'gates', ${list(sql`select g.id, g.name, ${idsOf(sql`y.ticket_type_id`, sql`gate_ticket_types y where y.gate_id = g.id`)} as "typeIds"
      from gates g where g.event_id = e.id and g.archived_at is null order by g.position, g.name`)},
    'keys', ${keysOf(sql`e.id`)},
    'devices', ${list(sql`select id, name, gate_id as "gateId", encode(token_hash, 'base64') as "tokenHash", may_sell as "maySell",
      may_supervise as "maySupervise", revoked_at is not null as revoked
      from devices where event_id = e.id and token_hash is not null order by id`)}
  ) as facts
  from events e where e.id = ${eventId}`;

const ticketsAfter = (eventId: string, afterSeq: number, limit: number) => sql`
  select t.id, t.number, t.ticket_type_id as "typeId", t.booking_id as "bookingId", t.revision, t.attendee_name as "attendeeName", t.seq::float8 as seq,
    t.key_id as "keyId", ${instant(sql`t.issued_at`)} as "issuedAt",
    case when t.status = 'valid' and b.status in ('pending_payment', 'confirmed') then 'valid' else 'cancelled' end as status,
    case when b.status = 'pending_payment' then b.total_minor::float8 end as "amountDueMinor"
  from tickets t join bookings b on b.id = t.booking_id
  where t.event_id = ${eventId} and t.seq > ${afterSeq}
  order by t.seq limit ${limit}`;

const attendanceAfter = (eventId: string, afterId: string, limit: number) => sql`
  select a.id, a.ticket_id as "ticketId", a.session_id as "sessionId", a.entry_device_id as "entryDeviceId",
    a.entry_scan_id as "entryScanId", ${instant(sql`a.entered_at`)} as "enteredAt", ${instant(sql`a.exited_at`)} as "exitedAt",
    ${instant(sql`a.undone_at`)} as "undoneAt", a.only_entry as "onlyEntry",
    a.is_conflict as "isConflict", null as revision,
    s.gate_id as "gateId", coalesce(s.gate_name, '') as "gateName", coalesce(s.device_name, '') as "deviceName"
  from attendance a left join scans s on s.device_id = a.entry_device_id and s.scan_id = a.entry_scan_id
  where a.event_id = ${eventId} and a.id > ${afterId}
  order by a.id limit ${limit}`;

const scansBefore = (eventId: string, before: DeliveredScan | null, limit: number) => sql`
  select device_id as "deviceId", scan_id as "scanId", ticket_id as "ticketId", gate_id as "gateId", session_id as "sessionId",
    direction, result, raw_code as "rawCode", user_id as "userId", device_name as "deviceName", gate_name as "gateName",
    ${instant(sql`scanned_at`)} as "scannedAt", ${exactInstant(sql`decided_at`)} as "decidedAt", ${instant(sql`undone_at`)} as "undoneAt",
    undo_reason as "undoReason", is_offline as "isOffline", ${instant(sql`overridden_at`)} as "overriddenAt",
    override_reason as "overrideReason", overridden_by_device as "overriddenByDevice", overridden_by_user as "overriddenByUser"
  from scans
  where event_id = ${eventId} ${before ? olderThan(before) : sql``}
  order by decided_at desc, device_id desc, scan_id desc limit ${limit}`;

const openConflictsOf = (eventId: string) => sql`
  select id, ticket_id as "ticketId", device_id as "deviceId", scan_id as "scanId", other_device_id as "otherDeviceId", reason,
    ${instant(sql`noticed_at`)} as "noticedAt", null::float8 as "closedAt", null as "closedByUser", null as "closedByDevice"
  from door_conflicts where event_id = ${eventId} and closed_at is null`;

const olderThan = ({ decidedAt, deviceId, scanId }: DeliveredScan) =>
  sql`and (decided_at, device_id, scan_id) < (to_timestamp(${decidedAt} / 1000.0), ${deviceId}::uuid, ${scanId}::uuid)`;
