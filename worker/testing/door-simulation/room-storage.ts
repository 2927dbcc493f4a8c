import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** A room's disk: real SQLite behind the interface of a Durable Object, which loses unsynced writes in a crash. */
export interface RoomStorage {
  /** For one life of the room; after a crash the old one can do nothing any more. */
  open(): { sql: SqlStorage; transaction<T>(work: () => T): T };
  sync(): void;
  /** Unsynced writes are kept or lost at random. */
  crash(isKept: boolean): void;
}

export function createRoomStorage(): RoomStorage {
  const db = new DatabaseSync(':memory:');
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  let life = 0;
  db.exec('begin');
  const exec = (text: string, values: SQLInputValue[]) => {
    if (values.length === 0 && /;\s*\S/.test(text)) {
      db.exec(text);
      return cursorOf([], 0);
    }
    const statement = prepared.get(text) ?? db.prepare(text);
    prepared.set(text, statement);
    const rows = statement.all(...values);
    const written = /^\s*(insert|update|delete|replace)/i.test(text)
      ? (db.prepare('select changes() as n').get() as { n: number }).n
      : 0;
    return cursorOf(rows, written);
  };
  return {
    open() {
      const own = ++life;
      const alive = () => {
        if (own !== life) throw new Error('this room is dead');
      };
      const sql = { exec: (text: string, ...values: SQLInputValue[]) => (alive(), exec(text, values)) };
      return {
        sql: sql as unknown as SqlStorage,
        transaction(work) {
          alive();
          db.exec('savepoint turn');
          try {
            const done = work();
            db.exec('release turn');
            return done;
          } catch (error) {
            db.exec('rollback to turn');
            db.exec('release turn');
            throw error;
          }
        },
      };
    },
    sync() {
      db.exec('commit');
      db.exec('begin');
    },
    crash(isKept) {
      life++;
      db.exec(isKept ? 'commit' : 'rollback');
      db.exec('begin');
    },
  };
}

const cursorOf = (rows: unknown[], rowsWritten: number) => ({
  toArray: () => rows.map((row) => ({ ...(row as object) })),
  one: () => ({ ...(rows[0] as object) }),
  rowsWritten,
});
