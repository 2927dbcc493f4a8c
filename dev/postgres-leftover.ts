import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processCommand, processIdentity } from './process-identity.ts';

const claimFile = (dataDir: string) => `${dataDir}.claim`;

/** Claims the data for this process. Refused while another live process has claimed it; a dead one's claim is void. */
export function claimData(dataDir: string): void {
  const mine = `${process.pid} ${processIdentity(process.pid)}`;
  try {
    return writeFileSync(claimFile(dataDir), mine, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const pid = claimant(dataDir);
  if (pid !== null) {
    throw new Error(`Another Everato (process ${pid}) is running on this folder's data: stop it first.`);
  }
  rmSync(claimFile(dataDir), { force: true });
  claimData(dataDir);
}

/** The live process that claimed the data. */
function claimant(dataDir: string): number | null {
  const [pid, began] = readFileSync(claimFile(dataDir), 'utf8').split(' ');
  return processIdentity(Number(pid)) === began ? Number(pid) : null;
}

export const isClaimed = (dataDir: string) => existsSync(claimFile(dataDir)) && claimant(dataDir) !== null;

export const releaseData = (dataDir: string) => rmSync(claimFile(dataDir), { force: true });

/** Shuts down the server that a crashed starter left behind, and removes a stale pid file. */
export async function clearLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const server = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!processCommand(server).includes(dataDir)) return rmSync(pidFile, { force: true });
  const began = processIdentity(server);
  process.kill(server, 'SIGINT');
  for (let waited = 0; processIdentity(server) === began && processCommand(server); waited += 50) {
    if (waited === 10_000) process.kill(server, 'SIGQUIT');
    await sleep(50);
  }
}
