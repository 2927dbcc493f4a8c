import pg from 'pg';
import { explainDatabaseError } from './database-error.ts';

const OLDEST = 15;

/** Throws one sentence when the database can't be reached or is too old. */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  const options = { connectionString: databaseUrl, connectionTimeoutMillis: 10_000, application_name: 'everato-start' };
  const client = new pg.Client(options);
  let version: number;
  try {
    await client.connect();
    const { rows } = await client.query('show server_version_num');
    version = Math.floor(Number(rows[0].server_version_num) / 10_000);
  } catch (error) {
    throw explainDatabaseError(error, databaseUrl);
  } finally {
    await client.end().catch(() => {});
  }
  if (version < OLDEST)
    throw new Error(`DATABASE_URL: that is PostgreSQL ${version}, and Everato needs ${OLDEST} or newer.`);
}
