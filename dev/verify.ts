// npm run verify: recomputes every counter from the rows and names each that drifted; exit code 1 if any did.
import { join, resolve } from 'node:path';
import { openDatabase } from '../worker/db/client.ts';
import { createVerifyStore } from '../worker/db/overview/verify-store.ts';
import type { Drift } from '../worker/deps.ts';
import { systemClock, systemIds } from '../worker/outside/system.ts';
import { verifyBooks } from '../worker/usecases/overview/verify-books.ts';
import { checkDatabase } from './check-database.ts';
import { failCommand } from './command.ts';
import { loadEnvFile } from './env-file.ts';
import { migrate } from './migrate.ts';
import { startPostgres } from './postgres.ts';
import { addressOfRunning } from './running-postgres.ts';

const root = resolve(import.meta.dirname, '..');
const quiet = { info() {}, warn() {}, error() {} };

export async function verify(databaseUrl: string): Promise<Drift[]> {
  const db = openDatabase({ url: databaseUrl, driver: 'pg', name: 'everato-tools' });
  try {
    return await verifyBooks({ clock: systemClock, ids: systemIds, log: quiet, verify: createVerifyStore(() => db) });
  } finally {
    await db.$client.end();
  }
}

async function runCommand(): Promise<void> {
  loadEnvFile(join(root, '.env'));
  const given = process.env.DATABASE_URL;
  // A script that lost its address must not hear that another database is in order.
  if (given?.trim() === '')
    throw new Error('DATABASE_URL is empty: it says which database to verify. Unset, that of `npm start` is verified.');
  const dataDir = join(root, '.everato/postgres');
  const running = given ?? addressOfRunning(dataDir);
  const own = running ? undefined : await startPostgres({ dataDir });
  try {
    const databaseUrl = running ?? own!.url;
    await checkDatabase(databaseUrl);
    // Before the first `npm start` there are no tables yet. A foreign database is only read.
    if (own) await migrate(own.url);
    report(await verify(databaseUrl));
  } finally {
    await own?.stop();
  }
}

function report(drifts: Drift[]): void {
  for (const { check, eventId, subjectId, expected, found } of drifts)
    console.log(`${check}: ${subjectId} of event ${eventId}: ${found}, and should be ${expected}`);
  const count = drifts.length === 1 ? 'One drift.' : `${drifts.length} drifts.`;
  console.log(drifts.length === 0 ? 'The books agree.' : count);
  process.exitCode = drifts.length === 0 ? 0 : 1;
}

if (import.meta.main) await runCommand().catch(failCommand);
