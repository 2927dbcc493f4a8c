import type { DeliveredScan, ScanKey } from '../../worker/deps.ts';
import type { Verdict } from '#domain/door/verdict.ts';
import type { DecidedScan, Direction, DoorFacts, ScanLine } from '#domain/door/door.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import { createMultiInsert } from './multi-insert.ts';

export interface StoredScan extends Omit<DeliveredScan, 'rawCode'> {
  /** Distinguishes a repetition from another scan under the same id. */
  content: string;
  answer: DecidedScan;
  entryId: string | null;
}

export interface Overridden {
  at: number;
  reason: string;
  deviceId: string;
  userId: string | null;
  entryId: string;
  answer: DecidedScan;
}

/** All scans, including refused ones. */
export interface ScanLedger {
  find(deviceId: string, scanId: string): StoredScan | null;
  /** Finds a scan of any device, for staff who can undo all scans. */
  findByScanId(scanId: string): StoredScan | null;
  /** Collects a scan until the turn ends. */
  insert(scan: StoredScan): void;
  /** Inserts a scan that came from Postgres. */
  restore(scan: StoredScan): void;
  markUndone(scan: StoredScan, undone: { at: number; reason: string; entryId: string }): void;
  markOverridden(scan: StoredScan, overridden: Overridden): void;
  /** Replaces the verdict with the one that the device has shown. Without a new entry the scan keeps its old one. */
  markShown(scan: StoredScan, shown: { result: Verdict; entryId: string | null; answer: DecidedScan }): void;
  /** Marks the scan of a changed entry, so that both are delivered. */
  touch(entry: { entryDeviceId: string; entryScanId: string }): void;
  last(limit: number, facts: DoorFacts): ScanLine[];
  changedIn(after: number, upTo: number): Omit<StoredScan, 'answer'>[];
  countAfter(change: number): number;
  forgetUpTo(change: number): void;
  /** Reads the scans of a turn that were decided before. */
  beginTurn(keys: ScanKey[]): void;
  endTurn(): void;
  /** Writes the scans that the turn has collected so far. */
  flushTurn(): void;
  forget(): void;
}

type Row = { answer: string } & Record<string, SqlStorageValue>;
const COLUMNS = `device_id as deviceId, scan_id as scanId, content, ticket_id as ticketId, session_id as sessionId, gate_id as gateId,
  gate_name as gateName, device_name as deviceName, user_id as userId, direction, result, answer, entry_id as entryId,
  scanned_at as scannedAt, decided_at as decidedAt, undone_at as undoneAt, undo_reason as undoReason, is_offline as isOffline,
  overridden_at as overriddenAt, override_reason as overrideReason, overridden_by_device as overriddenByDevice,
  overridden_by_user as overriddenByUser`;
const INTO = `scans (device_id, scan_id, content, ticket_id, session_id, gate_id, gate_name, device_name, user_id, direction, result,
  answer, entry_id, scanned_at, decided_at, is_offline, n)`;
const INTO_WHOLE = INTO.replace(
  ' n)',
  ' undone_at, undo_reason, overridden_at, override_reason, overridden_by_device, overridden_by_user, n)',
);

// Restored from the newest to the oldest, with falling numbers.
const RESTORE = `insert or ignore into ${INTO_WHOLE}
  values (${Array(22).fill('?').join(', ')}, min(0, coalesce((select min(n) from scans), 0)) - 1)`;
const OF_TURN = `select ${COLUMNS} from json_each(?) k cross join scans s on s.device_id = k.value ->> 0 and s.scan_id = k.value ->> 1`;
const OVERRIDE = `update scans set overridden_at = ?, override_reason = ?, overridden_by_device = ?, overridden_by_user = ?, entry_id = ?,
  answer = ?, changed_n = ? where device_id = ? and scan_id = ?`;
const SHOWN = `update scans set result = ?, is_offline = 1, entry_id = ?, answer = ?, changed_n = ?
  where device_id = ? and scan_id = ?`;
const TOUCH = `update scans set changed_n = ? where device_id = ? and scan_id = ?`;
const UNANSWERED = COLUMNS.replace(' answer,', '');

export function createScanLedger(sql: SqlStorage, nextChange: () => number): ScanLedger {
  const select = (rest: string, ...values: SqlStorageValue[]) =>
    sql
      .exec<Row>(`select ${COLUMNS} from scans ${rest}`, ...values)
      .toArray()
      .map(toScan);
  const changed = (rest: string, ...values: number[]) =>
    sql
      .exec<Row>(`select ${UNANSWERED} from scans ${rest}`, ...values)
      .toArray()
      .map((row) => ({ ...row, isOffline: row.isOffline === 1 })) as unknown as Omit<StoredScan, 'answer'>[];
  const insertAll = createMultiInsert(sql, INTO, 17);
  const fresh: SqlStorageValue[][] = [];
  let turn: Map<string, StoredScan> | null = null;
  return {
    find: (deviceId, scanId) =>
      (turn ? turn.get(`${deviceId} ${scanId}`) : select('where device_id = ? and scan_id = ?', deviceId, scanId)[0]) ??
      null,
    findByScanId: (scanId) => select('where scan_id = ? order by n desc limit 1', scanId)[0] ?? null,
    insert(scan) {
      fresh.push([...valuesOf(scan), nextChange()]);
      turn?.set(`${scan.deviceId} ${scan.scanId}`, scan);
    },
    restore: (scan) => void sql.exec(RESTORE, ...valuesOf(scan), ...laterOf(scan)),
    markUndone(scan, { at, reason, entryId }) {
      sql.exec(
        'update scans set undone_at = ?, undo_reason = ?, entry_id = ?, changed_n = ? where device_id = ? and scan_id = ?',
        at,
        reason,
        entryId,
        nextChange(),
        scan.deviceId,
        scan.scanId,
      );
      turn?.set(`${scan.deviceId} ${scan.scanId}`, { ...scan, undoneAt: at, undoReason: reason });
    },
    markOverridden: (scan, { at, reason, deviceId, userId, entryId, answer }) =>
      void sql.exec(
        OVERRIDE,
        at,
        reason,
        deviceId,
        userId,
        entryId,
        JSON.stringify(answer),
        nextChange(),
        scan.deviceId,
        scan.scanId,
      ),
    markShown(scan, shown) {
      const { result, answer } = shown;
      const entryId = shown.entryId ?? scan.entryId;
      sql.exec(SHOWN, result, entryId, JSON.stringify(answer), nextChange(), scan.deviceId, scan.scanId);
      turn?.set(`${scan.deviceId} ${scan.scanId}`, { ...scan, isOffline: true, result, entryId, answer });
    },
    touch: ({ entryDeviceId, entryScanId }) => void sql.exec(TOUCH, nextChange(), entryDeviceId, entryScanId),
    last: (limit, facts) =>
      sql
        .exec<LineRow>(LAST, limit)
        .toArray()
        .map((row) => toLine(row, facts)),
    changedIn: (after, upTo) => [
      ...changed('where n > ? and n <= ? order by n', after, upTo),
      // Delivered before, and undone or overridden since.
      ...changed('where changed_n > ? and changed_n <= ? and n <= ? order by changed_n', after, upTo, after),
    ],
    countAfter: (change) =>
      sql
        .exec<{ count: number }>('select count(*) as count from scans where n > ? or changed_n > ?', change, change)
        .one().count,
    beginTurn(keys) {
      turn = new Map();
      const before = sql.exec<Row>(OF_TURN, JSON.stringify(keys.map(({ deviceId, scanId }) => [deviceId, scanId])));
      for (const scan of before.toArray().map(toScan)) turn.set(`${scan.deviceId} ${scan.scanId}`, scan);
    },
    endTurn() {
      turn = null;
      insertAll(fresh.splice(0));
    },
    flushTurn: () => insertAll(fresh.splice(0)),
    forget() {
      turn = null;
      fresh.splice(0);
    },
    forgetUpTo: (change) =>
      void sql.exec('delete from scans where n <= ? and coalesce(changed_n, 0) <= ?', change, change),
  };
}

const valuesOf = (scan: StoredScan) => [
  scan.deviceId,
  scan.scanId,
  scan.content,
  scan.ticketId,
  scan.sessionId,
  scan.gateId,
  scan.gateName,
  scan.deviceName,
  scan.userId,
  scan.direction,
  scan.result,
  JSON.stringify(scan.answer),
  scan.entryId,
  scan.scannedAt,
  scan.decidedAt,
  Number(scan.isOffline),
];
const laterOf = (scan: StoredScan) => [
  scan.undoneAt,
  scan.undoReason,
  scan.overriddenAt,
  scan.overrideReason,
  scan.overriddenByDevice,
  scan.overriddenByUser,
];

const toScan = (row: Row) =>
  ({ ...row, isOffline: row.isOffline === 1, answer: JSON.parse(row.answer) }) as unknown as StoredScan;

const LAST = `select s.scan_id as scanId, s.result, s.direction, s.gate_name as gateName, s.device_name as deviceName,
  s.scanned_at as scannedAt, s.undone_at is not null as undone, s.is_offline as offline,
  s.overridden_at is not null as overridden, t.attendee_name as attendeeName, t.number, t.type_id as typeId
  from scans s left join tickets t on t.id = s.ticket_id order by s.n desc limit ?`;
type LineRow = {
  scanId: string;
  result: Verdict;
  direction: Direction;
  gateName: string;
  deviceName: string;
  scannedAt: number;
  undone: number;
  offline: number;
  overridden: number;
  attendeeName: string | null;
  number: string | null;
  typeId: string | null;
};

function toLine({ typeId, ...row }: LineRow, facts: DoorFacts): ScanLine {
  return {
    ...row,
    attendeeName: row.attendeeName ?? '',
    number: row.number ? formatNumber(row.number) : '',
    typeName: facts.types.find((type) => type.id === typeId)?.name ?? '',
    scannedAt: new Date(row.scannedAt).toISOString(),
    undone: row.undone === 1,
    offline: row.offline === 1,
    overridden: row.overridden === 1,
  };
}
