import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { failCommand } from './command.ts';
import { explainDatabaseError } from './database-error.ts';
import { loadEnvFile } from './env-file.ts';

export const migrationsFolder = join(import.meta.dirname, '../migrations');

interface JournalEntry {
  tag: string;
  when: number;
}

export const journal = (folder = migrationsFolder): JournalEntry[] =>
  JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8')).entries;

/** Applies the missing migrations, all or none; returns their tags. */
export async function migrate(databaseUrl: string, folder = migrationsFolder): Promise<string[]> {
  return onLockedConnection(databaseUrl, async (client) => {
    const before = new Set((await applied(client)).map((row) => row.createdAt));
    await applyMigrations(drizzle(client), { migrationsFolder: folder });
    return journal(folder)
      .filter((entry) => !before.has(entry.when))
      .map((entry) => entry.tag);
  });
}

/** Reverts the latest migrations, newest first, each by its own down script; returns their tags. */
export async function migrateDown(databaseUrl: string, steps: number, folder = migrationsFolder): Promise<string[]> {
  return onLockedConnection(databaseUrl, async (client) => {
    const tags: string[] = [];
    for (const row of (await applied(client)).slice(0, steps)) {
      const entry = journal(folder).find((candidate) => candidate.when === row.createdAt);
      if (!entry) throw new Error(`The database has a migration that this version does not know (${row.createdAt}).`);
      await takeBack(client, readFileSync(`${folder}/down/${entry.tag}.sql`, 'utf8'), row.id);
      tags.push(entry.tag);
    }
    return tags;
  });
}

async function takeBack(client: pg.Client, script: string, id: number): Promise<void> {
  await client.query('begin');
  try {
    await client.query(script);
    await client.query('delete from drizzle.__drizzle_migrations where id = $1', [id]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function applied(client: pg.Client): Promise<{ id: number; createdAt: number }[]> {
  const { rows: found } = await client.query(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
  );
  if (!found[0].exists) return [];
  const { rows } = await client.query(
    'select id, created_at from drizzle.__drizzle_migrations order by created_at desc',
  );
  return rows.map((row) => ({ id: row.id, createdAt: Number(row.created_at) }));
}

// Two processes that migrate in parallel would both see the same gap: the second waits, then finds nothing to do.
async function onLockedConnection<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'everato-migrate' });
  try {
    await client.connect();
    await client.query(`select pg_advisory_lock(hashtext('everato-migrate'))`);
    return await work(client);
  } catch (error) {
    throw explainDatabaseError(error, databaseUrl);
  } finally {
    await client.end().catch(() => {});
  }
}

/** `npm run migrate [-- down [steps]]` */
async function runCommand([direction = 'up', steps = '1']: string[]): Promise<void> {
  loadEnvFile('.env');
  const { DATABASE_URL } = process.env;
  if (!DATABASE_URL) throw new Error('DATABASE_URL is missing: it says which database to migrate.');
  if (direction !== 'up' && direction !== 'down') throw new Error(`Neither up nor down: "${direction}".`);
  if (!/^[1-9]\d*$/.test(steps)) throw new Error(`The number of steps down must be 1 or more, not "${steps}".`);
  const tags = direction === 'up' ? await migrate(DATABASE_URL) : await migrateDown(DATABASE_URL, Number(steps));
  for (const tag of tags) console.log(`${direction} ${tag}`);
  if (!tags.length) console.log('Nothing to do.');
}

if (import.meta.main) await runCommand(process.argv.slice(2)).catch(failCommand);
