import type { ScanKey } from '../../worker/deps.ts';
import type { DoorFacts } from '#domain/door/door.ts';
import { type EntryLedger, createEntryLedger } from './entry-ledger.ts';
import { type ConflictLedger, createConflictLedger } from './conflict-ledger.ts';
import { LEDGER_STEPS } from './ledger-schema.ts';
import { type PresenceLedger, createPresenceLedger } from './presence-ledger.ts';
import { type ScanLedger, createScanLedger } from './scan-ledger.ts';
import { type Tallies, createTallies } from './tallies.ts';
import { type TicketLedger, createTicketLedger } from './ticket-ledger.ts';

/** The room's storage in its own SQLite. All of it is synchronous, and callers open the transaction. */
export interface Ledger {
  tickets: TicketLedger;
  scans: ScanLedger;
  entries: EntryLedger;
  conflicts: ConflictLedger;
  presence: PresenceLedger;
  tallies: Tallies;
  /** Returns the number of the last change that Postgres must get. */
  lastChange(): number;
  /** Reads the rows of all scans of a turn together. `endTurn` writes their changes together. */
  beginTurn(scans: ScanKey[], ticketIds: string[]): void;
  endTurn(): void;
  /** Writes the rows that the turn has collected so far, before they are updated. */
  flushTurn(): void;
  /** Drops the state that a failed transaction has left in memory. */
  forget(): void;
  facts(): DoorFacts | null;
  number(name: MetaNumber): number;
  keepFacts(facts: DoorFacts): void;
  keepNumber(name: MetaNumber, value: number): void;
  /** Returns false if the pass was used before. */
  usePass(id: string, expiresAt: number, now: number): boolean;
}
/**
 * `cursor`: the last ticket change that was pulled. `delivered`: the last change that Postgres has. `seq`: the last
 * announcement. `rebuilt`: 1 after the first rebuild. `schema`: the number of steps taken. `packGeneration`: changes when
 * scanners must read a whole pack again.
 */
export type MetaNumber = 'cursor' | 'delivered' | 'seq' | 'rebuilt' | 'schema' | 'packGeneration';

export function openLedger(sql: SqlStorage): Ledger {
  const read = (key: string) =>
    sql.exec<{ value: string }>('select value from meta where key = ?', key).toArray()[0]?.value ?? null;
  const keep = (key: string, value: string) =>
    sql.exec('insert or replace into meta (key, value) values (?, ?)', key, value);
  takeSteps(sql);
  let change = lastChange(sql);
  const nextChange = () => ++change;
  const tallies = createTallies(sql);
  const entries = createEntryLedger(sql, nextChange);
  const scans = createScanLedger(sql, nextChange);
  const tickets = createTicketLedger(sql, tallies);
  return {
    conflicts: createConflictLedger(sql, nextChange),
    presence: createPresenceLedger(sql),
    tallies,
    tickets,
    scans,
    entries,
    lastChange: () => change,
    beginTurn(keys, ticketIds) {
      scans.beginTurn(keys);
      tickets.beginTurn(ticketIds);
      entries.beginTurn(ticketIds);
    },
    endTurn() {
      for (const part of [entries, scans, tickets]) part.endTurn();
      tallies.store();
    },
    flushTurn() {
      for (const part of [entries, scans]) part.flushTurn();
    },
    forget() {
      for (const part of [tallies, entries, scans]) part.forget();
      tickets.endTurn();
    },
    facts: () => JSON.parse(read('facts') ?? 'null') as DoorFacts | null,
    number: (name) => Number(read(name) ?? 0),
    keepFacts: (facts) => void keep('facts', JSON.stringify(facts)),
    keepNumber: (name, value) => void keep(name, String(value)),
    usePass(id, expiresAt, now) {
      sql.exec('delete from used_passes where expires_at < ?', now);
      return (
        sql.exec('insert or ignore into used_passes (id, expires_at) values (?, ?)', id, expiresAt).rowsWritten > 0
      );
    },
  };
}

function takeSteps(sql: SqlStorage): void {
  for (const step of LEDGER_STEPS.slice(stepsTaken(sql))) sql.exec(step);
  sql.exec(`insert or replace into meta (key, value) values ('schema', ?)`, String(LEDGER_STEPS.length));
}

/** Rooms of the first version have a schema and no number of steps. */
function stepsTaken(sql: SqlStorage): number {
  if (sql.exec(`select 1 from sqlite_master where name = 'meta'`).toArray().length === 0) return 0;
  const known = sql.exec<{ value: string }>(`select value from meta where key = 'schema'`).toArray()[0];
  return Number(known?.value ?? 1);
}

function lastChange(sql: SqlStorage): number {
  const last = sql.exec<{ change: number | null }>(
    `select max(change) as change from (
       select max(n) as change from scans union all select max(changed_n) from scans where changed_n is not null
       union all select max(n) from closings
       union all select max(n) from conflicts
       union all select cast(value as integer) from meta where key = 'delivered')`,
  );
  return last.one().change ?? 0;
}
