import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from './create-database.ts';
import { journal, migrate, migrateDown } from './migrate.ts';

const adminUrl = inject('postgresAdminUrl');
const tags = journal().map((entry) => entry.tag);

async function tables(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(`select tablename from pg_tables where schemaname = 'public' order by 1`);
  await client.end();
  return rows.map((row) => row.tablename);
}

test('migrations go up, down to nothing, and up again', async () => {
  const url = await createDatabase(adminUrl, { migrated: false });
  expect(await migrate(url)).toEqual(tags);
  const made = await tables(url);
  expect(made.length).toBeGreaterThan(0);
  expect(await migrate(url)).toEqual([]);
  expect(await migrateDown(url, tags.length)).toEqual(tags.toReversed());
  expect(await tables(url)).toEqual([]);
  expect(await migrate(url)).toEqual(tags);
  expect(await tables(url)).toEqual(made);
  await dropDatabase(adminUrl, url);
});

test('two starters that migrate one database at once apply everything exactly once', async () => {
  const url = await createDatabase(adminUrl, { migrated: false });
  const [first, second] = await Promise.all([migrate(url), migrate(url)]);
  expect([...first, ...second]).toEqual(tags);
  await dropDatabase(adminUrl, url);
});

test('a copy of the migrated template has what migrations make', async () => {
  const [copied, fresh] = await Promise.all([
    createDatabase(adminUrl, { migrated: true }),
    createDatabase(adminUrl, { migrated: false }),
  ]);
  await migrate(fresh);
  expect(await tables(copied)).toEqual(await tables(fresh));
  expect(await migrate(copied)).toEqual([]);
  await Promise.all([dropDatabase(adminUrl, copied), dropDatabase(adminUrl, fresh)]);
});

test('a wrong address is one sentence without the password', async () => {
  const wrong = (change: (url: URL) => void) => {
    const url = new URL(adminUrl);
    change(url);
    return migrate(url.href).then(
      () => 'migrated',
      (error: Error) => error.message,
    );
  };
  expect(await wrong((url) => (url.password = 'secret'))).toBe('DATABASE_URL: the password of "everato" is wrong.');
  expect(await wrong((url) => (url.pathname = '/absent'))).toBe('DATABASE_URL: there is no database "absent".');
  expect(await wrong((url) => (url.port = '1'))).toBe('DATABASE_URL: nothing listens on 127.0.0.1:1.');
});
