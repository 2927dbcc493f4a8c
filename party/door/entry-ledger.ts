import type { DeliveredEntry, DoorDelivery } from '../../worker/deps.ts';
import type { Entry } from '#domain/door/admission.ts';
import { createMultiInsert } from './multi-insert.ts';

/** Entries: the stays of tickets in sessions. */
export interface EntryLedger {
  /** Returns the entries that are not undone, oldest first. */
  of(ticketId: string, sessionId: string): StoredEntry[];
  /** Returns the entries of all these tickets in all sessions, except those that are undone. */
  ofTickets(ticketIds: string[]): StoredEntry[];
  find(entry: EntryKey): DeliveredEntry | null;
  findByScan(deviceId: string, scanId: string, ticketId: string | null): DeliveredEntry | null;
  insert(entry: DeliveredEntry): void;
  restore(entry: DeliveredEntry): void;
  setExit(entry: EntryKey, exitedAt: number | null): void;
  setUndone(entry: EntryKey, undoneAt: number): void;
  /** Marks an entry that contradicts one in Postgres. */
  markConflict(entry: EntryKey): void;
  /** Checks everyone out. Returns false if the session was closed before. */
  closeSession(closing: DoorDelivery['closings'][number]): boolean;
  /** Returns the entries that the changes of these numbers concern. */
  changedIn(after: number, upTo: number): DeliveredEntry[];
  closingsIn(after: number, upTo: number): DoorDelivery['closings'];
  /** Returns a page of the entries that are not undone. Those of one ticket follow each other. */
  standing(after: EntryKey | null, limit: number): StoredEntry[];
  /** Returns the entries of all tickets with a scan or undo since this change. */
  movedSince(change: number): { ticketId: string; entries: StoredEntry[] }[];
  /** Deletes the entries that Postgres has. */
  forgetUpTo(change: number): void;
  /** Reads the entries of a turn's tickets in one query, and collects new ones until `endTurn` writes them. */
  beginTurn(ticketIds: string[]): void;
  endTurn(): void;
  /** Writes the entries that the turn has collected so far. */
  flushTurn(): void;
  /** Drops the state of a turn whose transaction failed. */
  forget(): void;
}
export type EntryKey = Pick<DeliveredEntry, 'ticketId' | 'sessionId' | 'id'>;
export type StoredEntry = Entry &
  EntryKey & { gateId: string | null; entryDeviceId: string; entryScanId: string; revision: number | null };

type Row = Record<string, SqlStorageValue>;
const COLUMNS = `id, ticket_id as ticketId, session_id as sessionId, gate_id as gateId, gate_name as gateName, device_name as deviceName,
  device_id as entryDeviceId, scan_id as entryScanId, entered_at as enteredAt, exited_at as exitedAt, undone_at as undoneAt,
  only_entry as onlyEntry, is_conflict as isConflict, revision`;
const INTO = `entries (id, ticket_id, session_id, gate_id, gate_name, device_name, device_id, scan_id, entered_at, exited_at,
  undone_at, only_entry, is_conflict, revision)`;
const RESTORE = `insert or ignore into ${INTO} values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const ONE = 'where ticket_id = ? and session_id = ? and id = ?';
const OF_TURN = 'where ticket_id in (select value from json_each(?)) and undone_at is null order by id';
const keyOf = ({ ticketId, sessionId, id }: EntryKey) => [ticketId, sessionId, id];
const changedBy = (number: 'n' | 'changed_n') => `select e.* from scans s
  join entries e on e.ticket_id = s.ticket_id and e.session_id = s.session_id and e.id = s.entry_id
  where s.${number} > ? and s.${number} <= ?`;
const MOVED = `select ticket_id as ticketId from scans where n > ? and ticket_id is not null and entry_id is not null
  union select ticket_id from scans where changed_n > ? and ticket_id is not null and entry_id is not null`;
const STANDING =
  'where (ticket_id, session_id, id) > (?, ?, ?) and undone_at is null order by ticket_id, session_id, id limit ?';
const CLOSE = `update entries set exited_at = max(?, entered_at) where session_id = ? and exited_at is null and undone_at is null`;

export function createEntryLedger(sql: SqlStorage, nextChange: () => number): EntryLedger {
  const select = (rest: string, ...values: SqlStorageValue[]) =>
    sql
      .exec<Row>(`select ${COLUMNS} from entries ${rest}`, ...values)
      .toArray()
      .map(toEntry);
  const insertAll = createMultiInsert(sql, INTO, 14);
  const closed = new Set<string>();
  const fresh: DeliveredEntry[] = [];
  let turn: Map<string, DeliveredEntry[]> | null = null;
  return {
    of: (ticketId, sessionId) =>
      turn
        ? (turn.get(ticketId) ?? []).filter((entry) => entry.sessionId === sessionId)
        : select('where ticket_id = ? and session_id = ? and undone_at is null order by id', ticketId, sessionId),
    ofTickets: (ticketIds) => select(OF_TURN, JSON.stringify(ticketIds)),
    find: (entry) => select(ONE, ...keyOf(entry))[0] ?? null,
    findByScan: (deviceId, scanId, ticketId) =>
      select('where ticket_id = ? and device_id = ? and scan_id = ?', ticketId, deviceId, scanId)[0] ?? null,
    insert(entry) {
      if (!turn) return insertAll([valuesOf(entry)]);
      fresh.push(entry);
      turn.set(entry.ticketId, [...(turn.get(entry.ticketId) ?? []), entry]);
    },
    restore: (entry) => void sql.exec(RESTORE, ...valuesOf(entry)),
    setExit(entry, exitedAt) {
      const gathered = turn?.get(entry.ticketId)?.find((one) => one.id === entry.id);
      if (gathered) gathered.exitedAt = exitedAt;
      if (!gathered || !fresh.includes(gathered))
        sql.exec(`update entries set exited_at = ? ${ONE}`, exitedAt, ...keyOf(entry));
    },
    setUndone(entry, undoneAt) {
      sql.exec(`update entries set undone_at = ? ${ONE}`, undoneAt, ...keyOf(entry));
      const gathered = turn?.get(entry.ticketId);
      if (gathered)
        turn!.set(
          entry.ticketId,
          gathered.filter((one) => one.id !== entry.id),
        );
    },
    markConflict: (entry) => void sql.exec(`update entries set is_conflict = 1 ${ONE}`, ...keyOf(entry)),
    closeSession({ sessionId, endedAt, closedAt }) {
      const name = `${sessionId} ${endedAt}`;
      if (closed.has(name)) return false;
      closed.add(name);
      const inserted = sql.exec(
        'insert or ignore into closings (session_id, ended_at, closed_at, n) values (?, ?, ?, ?)',
        sessionId,
        endedAt,
        closedAt,
        nextChange(),
      );
      if (inserted.rowsWritten === 0) return false;
      sql.exec(CLOSE, endedAt, sessionId);
      return true;
    },
    changedIn: (after, upTo) =>
      sql
        .exec<Row>(
          `select ${COLUMNS} from (${changedBy('n')} union ${changedBy('changed_n')})`,
          after,
          upTo,
          after,
          upTo,
        )
        .toArray()
        .map(toEntry),
    closingsIn: (after, upTo) =>
      sql
        .exec<DoorDelivery['closings'][number]>(
          'select session_id as sessionId, ended_at as endedAt, closed_at as closedAt from closings where n > ? and n <= ?',
          after,
          upTo,
        )
        .toArray(),
    standing: (after, limit) => select(STANDING, ...(after ? keyOf(after) : ['', '', '']), limit),
    movedSince(change) {
      const moved = sql.exec<{ ticketId: string }>(MOVED, change, change).toArray();
      const standing = new Map<string, DeliveredEntry[]>(moved.map(({ ticketId }) => [ticketId, []]));
      for (const entry of select(OF_TURN, JSON.stringify([...standing.keys()])))
        standing.get(entry.ticketId)!.push(entry);
      return [...standing].map(([ticketId, entries]) => ({ ticketId, entries }));
    },
    beginTurn(ticketIds) {
      turn = new Map();
      for (const entry of select(OF_TURN, JSON.stringify(ticketIds)))
        turn.set(entry.ticketId, [...(turn.get(entry.ticketId) ?? []), entry]);
    },
    endTurn() {
      turn = null;
      insertAll(fresh.splice(0).map(valuesOf));
    },
    flushTurn: () => insertAll(fresh.splice(0).map(valuesOf)),
    forget() {
      closed.clear();
      turn = null;
      fresh.splice(0);
    },
    forgetUpTo(change) {
      closed.clear();
      sql.exec(
        'delete from entries where id not in (select entry_id from scans where entry_id is not null and (n > ? or changed_n > ?))',
        change,
        change,
      );
      sql.exec('delete from closings where n <= ?', change);
    },
  };
}

const valuesOf = (entry: DeliveredEntry) => [
  entry.id,
  entry.ticketId,
  entry.sessionId,
  entry.gateId,
  entry.gateName,
  entry.deviceName,
  entry.entryDeviceId,
  entry.entryScanId,
  entry.enteredAt,
  entry.exitedAt,
  entry.undoneAt,
  Number(entry.onlyEntry),
  Number(entry.isConflict),
  entry.revision,
];

const toEntry = (row: Row) =>
  ({ ...row, onlyEntry: row.onlyEntry === 1, isConflict: row.isConflict === 1 }) as unknown as DeliveredEntry;
