import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'everato-claim' });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

test('committed rows survive SIGKILL, and a second starter is refused meanwhile', async () => {
  const folder = temporaryFolder('postgres');
  const dataDir = join(folder.path, 'data');
  const lines: string[] = [];
  const postgres = await startPostgres({ dataDir, logConnections: true, log: (line) => lines.push(line) });
  try {
    await query(postgres.url, 'create table kept as select 7 as number');
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      `(process ${process.pid}) is running on this folder's data`,
    );
    await postgres.kill();
    await expect(query(postgres.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await postgres.start();
    expect(await query(postgres.url, 'select number from kept')).toEqual([{ number: 7 }]);
    expect(lines.filter((line) => /authorized: .*application_name=everato-claim/.test(line))).toHaveLength(2);
  } finally {
    await postgres.stop();
  }
  expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false);
  folder.remove();
});

test('text sorts and folds as Unicode says, and fsync is on', async () => {
  const folder = temporaryFolder('postgres');
  const postgres = await startPostgres({ dataDir: join(folder.path, 'data') });
  try {
    const rows = await query(postgres.url, `select upper('éß') as upper, current_setting('fsync') as fsync`);
    expect(rows).toEqual([{ upper: 'Éß', fsync: 'on' }]);
  } finally {
    await postgres.stop();
    folder.remove();
  }
});
