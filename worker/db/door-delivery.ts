import { type SQL, sql } from 'drizzle-orm';
import type { DoorClash, DoorDelivery } from '../deps.ts';
import type { Tx } from './client.ts';

/**
 * Writes what a door decided, as often as it is told: scans and entries that are there are brought up to date. An entry
 * that a constraint refuses becomes a conflict for people to see, and holds up nothing else.
 */
export async function deliverToDatabase(tx: Tx, eventId: string, delivery: DoorDelivery): Promise<DoorClash[]> {
  if (delivery.scans.length > 0) await tx.execute(upsertScans(eventId, delivery));
  if (delivery.entries.length > 0) {
    await tx.execute(updateEntries(delivery));
    await tx.execute(insertEntries(eventId, delivery));
  }
  const clashes = delivery.entries.length > 0 ? await findClashes(tx, delivery) : [];
  const fresh = clashes.length > 0 ? (await tx.execute<{ id: string }>(insertConflicts(eventId, clashes))).rows : [];
  for (const closing of delivery.closings) await tx.execute(closeSession(closing));
  return clashes.filter((clash) => fresh.some((row) => row.id === clash.entryId));
}

const time = (column: SQL) => sql`to_timestamp(${column} / 1000.0)`;

const upsertScans = (eventId: string, { scans }: DoorDelivery) => sql`
  insert into scans (device_id, scan_id, event_id, ticket_id, gate_id, session_id, direction, result, raw_code, user_id, device_name,
    gate_name, scanned_at, decided_at, undone_at, undo_reason)
  select r."deviceId", r."scanId", ${eventId}, t.id, g.id, s.id, r.direction, r.result, r."rawCode", u.id, r."deviceName", r."gateName",
    ${time(sql`r."scannedAt"`)}, ${time(sql`r."decidedAt"`)}, ${time(sql`r."undoneAt"`)}, r."undoReason"
  from jsonb_to_recordset(${JSON.stringify(scans)}::jsonb) as r("deviceId" uuid, "scanId" uuid, "ticketId" uuid, "gateId" uuid,
    "sessionId" uuid, direction text, result text, "rawCode" text, "userId" uuid, "deviceName" text, "gateName" text,
    "scannedAt" float8, "decidedAt" float8, "undoneAt" float8, "undoReason" text)
  left join tickets t on t.id = r."ticketId"
  left join gates g on g.id = r."gateId"
  left join event_sessions s on s.id = r."sessionId"
  left join users u on u.id = r."userId"
  on conflict (device_id, scan_id) do update set undone_at = excluded.undone_at, undo_reason = excluded.undo_reason`;

const entriesOf = ({ entries }: DoorDelivery) => sql`
  jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(id uuid, "ticketId" uuid, "sessionId" uuid, "entryDeviceId" uuid,
    "entryScanId" uuid, "enteredAt" float8, "exitedAt" float8, "undoneAt" float8, "onlyEntry" boolean)`;

// Ends come before new entries. An exit taken back where Postgres has another live entry stays as it is.
const updateEntries = (delivery: DoorDelivery) => sql`
  update attendance a set exited_at = ${time(sql`r."exitedAt"`)}, undone_at = ${time(sql`r."undoneAt"`)}
  from ${entriesOf(delivery)}
  where a.id = r.id and not exists (
    select from attendance o
    where o.ticket_id = a.ticket_id and o.session_id = a.session_id and o.id <> a.id and o.exited_at is null and o.undone_at is null
      and r."exitedAt" is null and r."undoneAt" is null)`;

const insertEntries = (eventId: string, delivery: DoorDelivery) => sql`
  insert into attendance (id, event_id, ticket_id, session_id, entry_device_id, entry_scan_id, entered_at, exited_at, undone_at, only_entry)
  select r.id, ${eventId}, t.id, s.id, r."entryDeviceId", r."entryScanId", ${time(sql`r."enteredAt"`)}, ${time(sql`r."exitedAt"`)},
    ${time(sql`r."undoneAt"`)}, r."onlyEntry"
  from ${entriesOf(delivery)}
  join tickets t on t.id = r."ticketId"
  join event_sessions s on s.id = r."sessionId"
  order by r."enteredAt"
  on conflict do nothing`;

async function findClashes(tx: Tx, delivery: DoorDelivery): Promise<DoorClash[]> {
  const missing = await tx.execute(sql`
    select r.id as "entryId", r."ticketId", r."entryDeviceId" as "deviceId", r."entryScanId" as "scanId",
      case when t.id is null then 'unknown_ticket' else 'second_entry' end as reason
    from ${entriesOf(delivery)}
    left join attendance a on a.id = r.id
    left join tickets t on t.id = r."ticketId"
    where a.id is null`);
  return missing.rows as unknown as DoorClash[];
}

const insertConflicts = (eventId: string, clashes: DoorClash[]) => sql`
  insert into door_conflicts (id, event_id, ticket_id, device_id, scan_id, reason, noticed_at)
  select r."entryId", ${eventId}, t.id, r."deviceId", r."scanId", r.reason, now()
  from jsonb_to_recordset(${JSON.stringify(clashes)}::jsonb) as r("entryId" uuid, "ticketId" uuid, "deviceId" uuid, "scanId" uuid, reason text)
  left join tickets t on t.id = r."ticketId"
  on conflict do nothing returning id`;

// Who came in after the room had closed the session stays in, though the same delivery may bring them.
const closeSession = ({ sessionId, endedAt, closedAt }: DoorDelivery['closings'][number]) => sql`
  update attendance set exited_at = greatest(entered_at, to_timestamp(${endedAt} / 1000.0))
  where session_id = ${sessionId} and exited_at is null and undone_at is null and entered_at < to_timestamp(${closedAt} / 1000.0)`;
