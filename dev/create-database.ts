import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { journal, migrate, migrationsFolder } from './migrate.ts';

/** Creates a database on the server of `adminUrl`: empty, or a fast copy of a migrated one. */
export async function createDatabase(adminUrl: string, options: { migrated: boolean }): Promise<string> {
  const name = `everato_${randomBytes(8).toString('hex')}`;
  await withAdmin(adminUrl, async (admin) => {
    const template = options.migrated ? await migratedTemplate(admin, adminUrl) : 'template1';
    await admin.query(`create database ${name} template ${template}`);
  });
  return urlOf(adminUrl, name);
}

/** Drops it and closes open connections. */
export async function dropDatabase(adminUrl: string, databaseUrl: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  await withAdmin(adminUrl, (admin) =>
    admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  );
}

// Named after the migrations' text, so that a changed migration gets a template of its own.
async function migratedTemplate(admin: pg.Client, adminUrl: string): Promise<string> {
  const sources = journal().map((entry) => readFileSync(`${migrationsFolder}/${entry.tag}.sql`, 'utf8'));
  const name = `everato_template_${createHash('sha256').update(sources.join('\0')).digest('hex').slice(0, 16)}`;
  await admin.query(`select pg_advisory_lock(hashtext($1))`, [name]);
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1 and datistemplate', [name]);
  if (!rowCount) {
    await admin.query(`drop database if exists ${name}`);
    await admin.query(`create database ${name}`);
    await migrate(urlOf(adminUrl, name));
    await admin.query(`alter database ${name} is_template true`);
  }
  await admin.query(`select pg_advisory_unlock(hashtext($1))`, [name]);
  return name;
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function withAdmin<T>(adminUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'everato-admin' });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
