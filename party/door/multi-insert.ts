/** The limit of bound values in one statement of a room's SQLite. */
const MOST_VALUES = 100;

/** Inserts many rows with few statements, since each statement has a fixed cost. */
export function createMultiInsert(sql: SqlStorage, into: string, columns: number) {
  const row = `(${Array(columns).fill('?').join(', ')})`;
  const perStatement = Math.floor(MOST_VALUES / columns);
  const one = `insert into ${into} values ${row}`;
  const full = `insert into ${into} values ${Array(perStatement).fill(row).join(', ')}`;
  return (rows: SqlStorageValue[][]): void => {
    let at = 0;
    for (; at + perStatement <= rows.length; at += perStatement)
      sql.exec(full, ...rows.slice(at, at + perStatement).flat());
    for (; at < rows.length; at++) sql.exec(one, ...rows[at]!);
  };
}
