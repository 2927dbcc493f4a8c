/** Bound values that one statement of a room's SQLite may have. */
const MOST_VALUES = 100;

/** Inserts many rows with few statements: each has a price of its own, whatever it carries. */
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
