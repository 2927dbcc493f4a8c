import type { DeliveredScan, ScanKey } from '../../worker/deps.ts';
import type { Verdict } from '../../worker/domain/admission.ts';
import type { DecidedScan, Direction, DoorFacts, ScanLine } from '../../worker/domain/door.ts';
import { formatNumber } from '../../worker/domain/ticket-number.ts';
import { createMultiInsert } from './multi-insert.ts';

export interface StoredScan extends Omit<DeliveredScan, 'rawCode'> {
  /** What was asked, to tell a repetition from another scan under the same id. */
  content: string;
  answer: DecidedScan;
  entryId: string | null;
}

/** Every attempt, refusals too. */
export interface ScanLedger {
  find(deviceId: string, scanId: string): StoredScan | null;
  /** For staff, who undo any device's scan. */
  findByScanId(scanId: string): StoredScan | null;
  /** Written when the turn ends. */
  insert(scan: StoredScan): void;
  /** One that Postgres had before this room did. */
  restore(scan: StoredScan): void;
  markUndone(scan: StoredScan, undone: { at: number; reason: string; entryId: string }): void;
  last(limit: number, facts: DoorFacts): ScanLine[];
  changedIn(after: number, upTo: number): Omit<StoredScan, 'answer'>[];
  countAfter(change: number): number;
  forgetUpTo(change: number): void;
  /** Reads those of a turn's scans that were decided before. */
  beginTurn(keys: ScanKey[]): void;
  endTurn(): void;
  forget(): void;
}

type Row = { answer: string } & Record<string, SqlStorageValue>;
const COLUMNS = `device_id as deviceId, scan_id as scanId, content, ticket_id as ticketId, session_id as sessionId, gate_id as gateId,
  gate_name as gateName, device_name as deviceName, user_id as userId, direction, result, answer, entry_id as entryId,
  scanned_at as scannedAt, decided_at as decidedAt, undone_at as undoneAt, undo_reason as undoReason`;
const INTO = `scans (device_id, scan_id, content, ticket_id, session_id, gate_id, gate_name, device_name, user_id, direction, result,
  answer, entry_id, scanned_at, decided_at, undone_at, undo_reason, n)`;

// Read newest first, so that numbers go on falling.
const RESTORE = `insert or ignore into ${INTO}
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, min(0, coalesce((select min(n) from scans), 0)) - 1)`;
const OF_TURN = `select ${COLUMNS} from json_each(?) k cross join scans s on s.device_id = k.value ->> 0 and s.scan_id = k.value ->> 1`;
const UNANSWERED = COLUMNS.replace(' answer,', '');

export function createScanLedger(sql: SqlStorage, nextChange: () => number): ScanLedger {
  const select = (rest: string, ...values: SqlStorageValue[]) =>
    sql
      .exec<Row>(`select ${COLUMNS} from scans ${rest}`, ...values)
      .toArray()
      .map(toScan);
  const changed = (rest: string, ...values: number[]) =>
    sql.exec(`select ${UNANSWERED} from scans ${rest}`, ...values).toArray() as unknown as Omit<StoredScan, 'answer'>[];
  const insertAll = createMultiInsert(sql, INTO, 18);
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
    restore: (scan) => void sql.exec(RESTORE, ...valuesOf(scan)),
    markUndone: (scan, { at, reason, entryId }) =>
      void sql.exec(
        'update scans set undone_at = ?, undo_reason = ?, entry_id = ?, undone_n = ? where device_id = ? and scan_id = ?',
        at,
        reason,
        entryId,
        nextChange(),
        scan.deviceId,
        scan.scanId,
      ),
    last: (limit, facts) =>
      sql
        .exec<LineRow>(LAST, limit)
        .toArray()
        .map((row) => toLine(row, facts)),
    changedIn: (after, upTo) => [
      ...changed('where n > ? and n <= ? order by n', after, upTo),
      // Made before, and undone since.
      ...changed('where undone_n > ? and undone_n <= ? and n <= ? order by undone_n', after, upTo, after),
    ],
    countAfter: (change) =>
      sql
        .exec<{ count: number }>('select count(*) as count from scans where n > ? or undone_n > ?', change, change)
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
    forget() {
      turn = null;
      fresh.splice(0);
    },
    forgetUpTo: (change) =>
      void sql.exec('delete from scans where n <= ? and coalesce(undone_n, 0) <= ?', change, change),
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
  scan.undoneAt,
  scan.undoReason,
];

const toScan = (row: Row) => ({ ...row, answer: JSON.parse(row.answer) }) as unknown as StoredScan;

const LAST = `select s.scan_id as scanId, s.result, s.direction, s.gate_name as gateName, s.device_name as deviceName,
  s.scanned_at as scannedAt, s.undone_at is not null as undone, t.attendee_name as attendeeName, t.number, t.type_id as typeId
  from scans s left join tickets t on t.id = s.ticket_id order by s.n desc limit ?`;
type LineRow = {
  scanId: string;
  result: Verdict;
  direction: Direction;
  gateName: string;
  deviceName: string;
  scannedAt: number;
  undone: number;
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
  };
}
