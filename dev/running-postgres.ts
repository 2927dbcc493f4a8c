import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { postgresBinaries } from './postgres-binaries.ts';
import { isClaimed } from './postgres-leftover.ts';
import { choosePlace } from './postgres-owner.ts';

/** The address of the server that `npm start` runs on this data right now; null where it doesn't. */
export function addressOfRunning(dataDir: string): string | null {
  const { dataDir: place } = choosePlace({ binaries: postgresBinaries(), dataDir });
  const pidFile = join(place, 'postmaster.pid');
  if (!isClaimed(place) || !existsSync(pidFile)) return null;
  // Its fourth line: https://www.postgresql.org/docs/current/storage-file-layout.html
  const port = Number(readFileSync(pidFile, 'utf8').split('\n')[3]);
  const password = readFileSync(join(place, 'everato.password'), 'utf8');
  return port > 0 ? `postgres://everato:${password}@127.0.0.1:${port}/postgres` : null;
}
