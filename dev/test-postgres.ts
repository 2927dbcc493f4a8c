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

/** Vitest's global setup: one server per run; every test makes its own database with createDatabase. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder('test');
  const postgres = await startPostgres({ dataDir: join(folder.path, 'postgres') });
  project.provide('postgresAdminUrl', postgres.url);
  return async () => {
    await postgres.stop();
    folder.remove();
    rmSync(postgres.dataDir, { recursive: true, force: true });
  };
}
