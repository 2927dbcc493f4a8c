import { type SQL, sql } from 'drizzle-orm';
import type { Entry } from '#domain/door/admission.ts';
import type { Tx } from '../client.ts';
import type { Direction, Instant } from '#domain/door/door.ts';
import type { ConflictReason, Verdict } from '#domain/door/verdict.ts';

export interface ScanKey {
  deviceId: string;
  scanId: string;
}

export interface DeliveredScan extends ScanKey {
  ticketId: string | null;
  gateId: string | null;
  sessionId: string | null;
  direction: Direction;
  result: Verdict;
  rawCode: string;
  userId: string | null;
  deviceName: string;
  gateName: string;
  scannedAt: Instant;
  decidedAt: Instant;
  undoneAt: Instant | null;
  undoReason: string | null;
  isOffline: boolean;
  overriddenAt: Instant | null;
  overrideReason: string | null;
  overriddenByDevice: string | null;
  overriddenByUser: string | null;
}

export interface DeliveredEntry extends Entry {
  ticketId: string;
  sessionId: string;
  entryDeviceId: string;
  entryScanId: string;
  undoneAt: Instant | null;
  onlyEntry: boolean;
  isConflict: boolean;
  /** The ticket’s revision that it was made on; null where the room has it from Postgres. */
  revision: number | null;
  gateId: string | null;
}

export interface DoorDelivery {
  scans: DeliveredScan[];
  entries: Omit<DeliveredEntry, 'gateId' | 'gateName' | 'deviceName' | 'revision'>[];
  /** Sessions that ended: everyone still inside is out. */
  closings: { sessionId: string; endedAt: Instant; closedAt: Instant }[];
  conflicts: DeliveredConflict[];
  /** When devices were last heard. */
  seen: { deviceId: string; at: Instant }[];
}

export interface DeliveredConflict {
  id: string;
  ticketId: string | null;
  deviceId: string;
  scanId: string;
  otherDeviceId: string | null;
  reason: ConflictReason;
  noticedAt: Instant;
  closedAt: Instant | null;
  closedByUser: string | null;
  closedByDevice: string | null;
}

export interface DoorClash {
  entryId: string;
  ticketId: string;
  deviceId: string;
  scanId: string;
  reason: 'second_entry' | 'unknown_ticket';
}

/**
 * Writes a door's decisions, repeatably: existing rows are updated. An entry that a constraint refuses is stored beside
 * the other as a conflict for people to see, and blocks nothing else.
 */
export async function deliverToDatabase(tx: Tx, eventId: string, delivery: DoorDelivery): Promise<DoorClash[]> {
  if (delivery.scans.length > 0) await tx.execute(upsertScans(eventId, delivery));
  if (delivery.entries.length > 0) {
    await tx.execute(updateEntries(delivery));
    // An undone scan has made room for the entry that it had ended.
    if (delivery.entries.some(({ undoneAt }) => undoneAt !== null)) await tx.execute(updateEntries(delivery));
    await tx.execute(insertEntries(eventId, delivery));
    // A conflicting entry is stored all the same: the guest is inside.
    await tx.execute(insertEntries(eventId, delivery, { asConflict: true }));
  }
  const clashes = delivery.entries.length > 0 ? await findClashes(tx, delivery) : [];
  if (clashes.length > 0) await tx.execute(insertClashes(eventId, clashes));
  if (delivery.conflicts.length > 0) await tx.execute(upsertConflicts(eventId, delivery));
  for (const closing of delivery.closings) await tx.execute(closeSession(closing));
  if (delivery.seen.length > 0) await tx.execute(touchDevices(delivery));
  return clashes;
}

const time = (column: SQL) => sql`to_timestamp(${column} / 1000.0)`;

/** A single text that Postgres can't store would block everything behind it. */
const writable = (rows: readonly object[]) => JSON.stringify(rows).replaceAll('\\u0000', '\\ufffd');

const upsertScans = (eventId: string, { scans }: DoorDelivery) => sql`
  insert into scans (device_id, scan_id, event_id, ticket_id, gate_id, session_id, direction, result, raw_code, user_id, device_name,
    gate_name, scanned_at, decided_at, undone_at, undo_reason, is_offline, overridden_at, override_reason, overridden_by_device,
    overridden_by_user)
  select r."deviceId", r."scanId", ${eventId}, t.id, g.id, s.id, r.direction, r.result, r."rawCode", u.id, r."deviceName", r."gateName",
    ${time(sql`r."scannedAt"`)}, ${time(sql`r."decidedAt"`)}, ${time(sql`r."undoneAt"`)}, r."undoReason",
    r."isOffline", ${time(sql`r."overriddenAt"`)}, r."overrideReason", r."overriddenByDevice", o.id
  from jsonb_to_recordset(${writable(scans)}::jsonb) as r("deviceId" uuid, "scanId" uuid, "ticketId" uuid, "gateId" uuid,
    "sessionId" uuid, direction text, result text, "rawCode" text, "userId" uuid, "deviceName" text, "gateName" text,
    "scannedAt" float8, "decidedAt" float8, "undoneAt" float8, "undoReason" text, "isOffline" boolean, "overriddenAt" float8, "overrideReason" text,
    "overriddenByDevice" uuid, "overriddenByUser" uuid)
  left join tickets t on t.id = r."ticketId"
  left join gates g on g.id = r."gateId"
  left join event_sessions s on s.id = r."sessionId"
  left join users u on u.id = r."userId"
  left join users o on o.id = r."overriddenByUser"
  on conflict (device_id, scan_id) do update set result = excluded.result, undone_at = excluded.undone_at,
    undo_reason = excluded.undo_reason, is_offline = excluded.is_offline, overridden_at = excluded.overridden_at,
    override_reason = excluded.override_reason, overridden_by_device = excluded.overridden_by_device,
    overridden_by_user = excluded.overridden_by_user`;

const entriesOf = ({ entries }: DoorDelivery) => sql`
  jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(id uuid, "ticketId" uuid, "sessionId" uuid, "entryDeviceId" uuid,
    "entryScanId" uuid, "enteredAt" float8, "exitedAt" float8, "undoneAt" float8, "onlyEntry" boolean, "isConflict" boolean)`;

// Exits come before new entries. An undone exit where Postgres has another live entry stays as it is.
const updateEntries = (delivery: DoorDelivery) => sql`
  update attendance a set exited_at = ${time(sql`r."exitedAt"`)}, undone_at = ${time(sql`r."undoneAt"`)}
  from ${entriesOf(delivery)}
  where a.id = r.id and not exists (
    select from attendance o
    where o.ticket_id = a.ticket_id and o.session_id = a.session_id and o.id <> a.id and o.exited_at is null and o.undone_at is null
      and r."exitedAt" is null and r."undoneAt" is null)`;

const insertEntries = (eventId: string, delivery: DoorDelivery, { asConflict = false } = {}) => sql`
  insert into attendance (id, event_id, ticket_id, session_id, entry_device_id, entry_scan_id, entered_at, exited_at, undone_at, only_entry,
    is_conflict)
  select r.id, ${eventId}, t.id, s.id, r."entryDeviceId", r."entryScanId", ${time(sql`r."enteredAt"`)}, ${time(sql`r."exitedAt"`)},
    ${time(sql`r."undoneAt"`)}, r."onlyEntry", r."isConflict" or ${asConflict}
  from ${entriesOf(delivery)}
  join tickets t on t.id = r."ticketId"
  join event_sessions s on s.id = r."sessionId"
  order by r."enteredAt"
  on conflict do nothing`;

/** Entries that the room believed to be the only one, while Postgres has another. */
async function findClashes(tx: Tx, delivery: DoorDelivery): Promise<DoorClash[]> {
  const found = await tx.execute(sql`
    select r.id as "entryId", r."ticketId", r."entryDeviceId" as "deviceId", r."entryScanId" as "scanId",
      case when t.id is null then 'unknown_ticket' else 'second_entry' end as reason
    from ${entriesOf(delivery)}
    left join attendance a on a.id = r.id
    left join tickets t on t.id = r."ticketId"
    where a.id is null or (a.is_conflict and not r."isConflict")`);
  return found.rows as unknown as DoorClash[];
}

const insertClashes = (eventId: string, clashes: DoorClash[]) => sql`
  insert into door_conflicts (id, event_id, ticket_id, device_id, scan_id, reason, noticed_at)
  select r."entryId", ${eventId}, t.id, r."deviceId", r."scanId", r.reason, now()
  from jsonb_to_recordset(${JSON.stringify(clashes)}::jsonb) as r("entryId" uuid, "ticketId" uuid, "deviceId" uuid, "scanId" uuid, reason text)
  left join tickets t on t.id = r."ticketId"
  on conflict do nothing`;

const upsertConflicts = (eventId: string, { conflicts }: DoorDelivery) => sql`
  insert into door_conflicts (id, event_id, ticket_id, device_id, scan_id, other_device_id, reason, noticed_at, closed_at, closed_by,
    closed_by_device)
  select r.id, ${eventId}, t.id, r."deviceId", r."scanId", r."otherDeviceId", r.reason, ${time(sql`r."noticedAt"`)},
    ${time(sql`r."closedAt"`)}, u.id, r."closedByDevice"
  from jsonb_to_recordset(${JSON.stringify(conflicts)}::jsonb) as r(id uuid, "ticketId" uuid, "deviceId" uuid, "scanId" uuid,
    "otherDeviceId" uuid, reason text, "noticedAt" float8, "closedAt" float8, "closedByUser" uuid, "closedByDevice" uuid)
  left join tickets t on t.id = r."ticketId"
  left join users u on u.id = r."closedByUser"
  on conflict (device_id, scan_id) do update set reason = excluded.reason, closed_at = excluded.closed_at, closed_by = excluded.closed_by,
    closed_by_device = excluded.closed_by_device`;

const touchDevices = ({ seen }: DoorDelivery) => sql`
  update devices d set last_seen_at = greatest(d.last_seen_at, ${time(sql`r.at`)})
  from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as r("deviceId" uuid, at float8) where d.id = r."deviceId"`;

// A guest who entered after the room had closed the session stays inside, though the same delivery may bring them.
const closeSession = ({ sessionId, endedAt, closedAt }: DoorDelivery['closings'][number]) => sql`
  update attendance set exited_at = greatest(entered_at, to_timestamp(${endedAt} / 1000.0))
  where session_id = ${sessionId} and exited_at is null and undone_at is null and entered_at < to_timestamp(${closedAt} / 1000.0)`;
