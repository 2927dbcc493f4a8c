import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';
import { temporaryFolder } from './temporary-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator's address of the one server that all tests of a run use. */
    postgresAdminUrl: string;
  }
}

const RUNNING = 'EVERATO_TEST_POSTGRES';

/** Vitest's global setup: one server per run, whichever project asks first; every test makes its own database on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stop = process.env[RUNNING] ? async () => {} : await startTestPostgres();
  project.provide('postgresAdminUrl', process.env[RUNNING]!);
  return stop;
}

/**
 * Starts the server of a test run. It commits as in production but doesn't wait for the disk: no test of it pulls the
 * plug. Tests that kill Postgres start their own.
 */
export async function startTestPostgres(): Promise<() => Promise<void>> {
  const folder = temporaryFolder('test');
  const settings = { fsync: 'off', synchronous_commit: 'on' };
  const postgres = await startPostgres({ dataDir: join(folder.path, 'postgres'), settings });
  process.env[RUNNING] = postgres.url;
  return async () => {
    delete process.env[RUNNING];
    await postgres.stop();
    folder.remove();
    rmSync(postgres.dataDir, { recursive: true, force: true });
  };
}
