import type { DeliveredConflict } from '../../worker/deps.ts';
import type { ConflictReason } from '#domain/door/verdict.ts';
import type { DoorFacts, OpenConflict } from '#domain/door/door.ts';

export interface NewConflict {
  id: string;
  ticketId: string | null;
  deviceId: string;
  scanId: string;
  otherDeviceId: string | null;
  otherDeviceName: string;
  reason: ConflictReason;
  noticedAt: number;
}

/** Admissions that contradict one another, until a supervisor closes them. */
export interface ConflictLedger {
  /** Returns false if the conflict, or another open one of the same scan, exists already. Postgres keeps one per scan. */
  insert(conflict: NewConflict): boolean;
  /** Inserts a conflict that came from Postgres. */
  restore(conflict: DeliveredConflict): void;
  /** Returns false if the conflict is unknown or closed already. */
  close(id: string, by: { at: number; userId: string | null; deviceId: string }): boolean;
  find(id: string, facts: DoorFacts): OpenConflict | null;
  open(facts: DoorFacts): OpenConflict[];
  changedIn(after: number, upTo: number): DeliveredConflict[];
  forgetUpTo(change: number): void;
}

const INTO = `insert or ignore into conflicts (id, ticket_id, device_id, scan_id, other_device_id, other_device_name, reason, noticed_at,
  n, closed_at, closed_by_user, closed_by_device) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const KNOWN = 'select 1 from conflicts where id = ? or (device_id = ? and scan_id = ? and closed_at is null)';
const REOPEN = 'delete from conflicts where device_id = ? and scan_id = ?';
const CLOSE = `update conflicts set closed_at = ?, closed_by_user = ?, closed_by_device = ?, n = ? where id = ? and closed_at is null`;
const CHANGED = `select id, ticket_id as ticketId, device_id as deviceId, scan_id as scanId, other_device_id as otherDeviceId, reason,
  noticed_at as noticedAt, closed_at as closedAt, closed_by_user as closedByUser, closed_by_device as closedByDevice
  from conflicts where n > ? and n <= ?`;
const OPEN = `select c.id, c.ticket_id as ticketId, c.scan_id as scanId, c.reason, coalesce(t.attendee_name, '') as attendeeName,
  t.type_id as typeId, c.device_id as deviceId, coalesce(s.device_name, '') as deviceName, coalesce(s.gate_name, '') as gateName,
  c.other_device_id as otherDeviceId, c.other_device_name as otherDeviceName, coalesce(s.scanned_at, c.noticed_at) as scannedAt,
  c.noticed_at as noticedAt
  from conflicts c left join tickets t on t.id = c.ticket_id left join scans s on s.scan_id = c.scan_id and s.device_id = c.device_id
  where c.closed_at is null`;
type Row = Omit<OpenConflict, 'typeName' | 'scannedAt' | 'noticedAt'> & {
  typeId: string | null;
  scannedAt: number;
  noticedAt: number;
} & Record<string, SqlStorageValue>;

export function createConflictLedger(sql: SqlStorage, nextChange: () => number): ConflictLedger {
  const select = (rest: string, facts: DoorFacts, ...values: SqlStorageValue[]) =>
    sql
      .exec<Row>(`${OPEN} ${rest}`, ...values)
      .toArray()
      .map((row) => toOpen(row, facts));
  const insert = (conflict: NewConflict | DeliveredConflict, n: number, otherDeviceName: string) => {
    const { id, ticketId, deviceId, scanId, otherDeviceId, reason, noticedAt } = conflict;
    const closed = 'closedAt' in conflict ? conflict : { closedAt: null, closedByUser: null, closedByDevice: null };
    const what = [id, ticketId, deviceId, scanId, otherDeviceId, otherDeviceName, reason, noticedAt, n];
    return sql.exec(INTO, ...what, closed.closedAt, closed.closedByUser, closed.closedByDevice).rowsWritten > 0;
  };
  return {
    insert(conflict) {
      const { id, deviceId, scanId } = conflict;
      if (sql.exec(KNOWN, id, deviceId, scanId).toArray().length > 0) return false;
      sql.exec(REOPEN, deviceId, scanId);
      return insert(conflict, nextChange(), conflict.otherDeviceName);
    },
    restore: (conflict) => void insert(conflict, 0, ''),
    close: (id, { at, userId, deviceId }) => sql.exec(CLOSE, at, userId, deviceId, nextChange(), id).rowsWritten > 0,
    find: (id, facts) => select('and c.id = ?', facts, id)[0] ?? null,
    open: (facts) => select('order by c.noticed_at desc, c.id desc limit 100', facts),
    changedIn: (after, upTo) => sql.exec(CHANGED, after, upTo).toArray() as unknown as DeliveredConflict[],
    forgetUpTo: (change) => void sql.exec('delete from conflicts where n <= ?', change),
  };
}

function toOpen({ typeId, ...row }: Row, facts: DoorFacts): OpenConflict {
  const iso = (instant: number) => new Date(instant).toISOString();
  return {
    ...row,
    typeName: facts.types.find((type) => type.id === typeId)?.name ?? '',
    scannedAt: iso(row.scannedAt),
    noticedAt: iso(row.noticedAt),
  };
}
