import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { dieWithMe } from './die-with-me.ts';
import { freePort } from './free-port.ts';
import { postgresBinaries, program } from './postgres-binaries.ts';
import { claimData, clearLeftover, releaseData } from './postgres-leftover.ts';
import { choosePlace, type Place } from './postgres-owner.ts';

export interface Postgres {
  /** The administrator's, for the database `postgres`. */
  url: string;
  port: number;
  /**
   * The actual location of the data: another one than requested when root's folders are closed to the server's account.
   */
  dataDir: string;
  readonly pid: number;
  /** Restarts with the same data and port, after `kill` or `stop`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** SIGKILL, like a crash. */
  kill(): Promise<void>;
}

export interface PostgresOptions {
  dataDir: string;
  port?: number;
  /** Every line of the server's log. */
  log?: (line: string) => void;
  /** Logs each connection with its application_name. */
  logConnections?: boolean;
  /** Over what is set here, as in postgresql.conf. */
  settings?: Record<string, string>;
  /** The server ended unexpectedly. */
  onCrash?: () => void;
}

/** Starts a real PostgreSQL 18 on 127.0.0.1; an empty or absent folder becomes a new cluster. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const place = choosePlace({ binaries: postgresBinaries(), dataDir: options.dataDir });
  claimData(place.dataDir);
  try {
    return await startClaimed(place, options);
  } catch (error) {
    releaseData(place.dataDir);
    throw error;
  }
}

async function startClaimed(place: Place, options: PostgresOptions): Promise<Postgres> {
  await clearLeftover(place.dataDir);
  if (!existsSync(join(place.dataDir, 'PG_VERSION'))) await initialize(place);
  const password = readFileSync(join(place.dataDir, 'everato.password'), 'utf8');
  const port = options.port ?? (await freePort());

  let isEnding = false;
  const watched = (child: ChildProcess) => child.once('exit', () => !isEnding && options.onCrash?.());
  let server = watched(await launch(place, port, options));
  const signal = async (name: NodeJS.Signals) => {
    isEnding = true;
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = new Promise((resolve) => server.once('exit', resolve));
    server.kill(name);
    await exited;
  };
  return {
    url: `postgres://everato:${password}@127.0.0.1:${port}/postgres`,
    port,
    dataDir: place.dataDir,
    get pid() {
      return server.pid!;
    },
    start: async () => {
      isEnding = false;
      server = watched(await launch(place, port, options));
    },
    stop: async () => {
      await signal('SIGINT');
      releaseData(place.dataDir);
    },
    kill: () => signal('SIGKILL'),
  };
}

const baseSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  logging_collector: 'off',
  log_line_prefix: '%m [%p] %a ',
  timezone: 'UTC',
};

/** Resolves when connections are accepted. The processes of a killed predecessor may hold its memory for a moment. */
async function launch(place: Place, port: number, options: PostgresOptions): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryToLaunch(place, port, options);
    if (outcome.ready) {
      dieWithMe(outcome.server, 'INT');
      return outcome.server;
    }
    const passing = /shared memory block|lock file "postmaster.pid" already exists/.test(outcome.lines.join('\n'));
    if (!passing || attempt === 100) throw new Error(`PostgreSQL did not start: ${outcome.lines.slice(-3).join(' ')}`);
    await sleep(100);
  }
}

async function tryToLaunch(place: Place, port: number, options: PostgresOptions) {
  const logging = options.logConnections ? { log_connections: 'all' } : {};
  const settings = { ...baseSettings, ...logging, ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // A process group of its own: Ctrl-C in the terminal reaches only the launcher, which then stops everything in order.
  const server = spawn(program(place.binaries, 'postgres'), ['-D', place.dataDir, '-p', String(port), ...flags], {
    ...place.owner,
    cwd: place.dataDir,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  const lines: string[] = [];
  const ready = await new Promise<boolean>((resolve, reject) => {
    server.once('error', reject);
    server.once('close', () => resolve(false));
    createInterface({ input: server.stderr! }).on('line', (line) => {
      options.log?.(line);
      if (lines.length < 50) lines.push(line);
      if (line.includes('ready to accept connections')) resolve(true);
    });
  });
  return { server, ready, lines };
}

async function initialize(place: Place): Promise<void> {
  const password = randomBytes(18).toString('base64url');
  const secretDir = mkdtempSync(join(tmpdir(), 'everato-initdb-'));
  const passwordFile = join(secretDir, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [secretDir, passwordFile]) if (place.owner) chownSync(path, place.owner.uid, place.owner.gid);
  try {
    await runInitdb(place, passwordFile);
    writeFileSync(join(place.dataDir, 'everato.password'), password, { mode: 0o600 });
  } finally {
    rmSync(secretDir, { recursive: true, force: true });
  }
}

async function runInitdb(place: Place, passwordFile: string): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const flags = ['-D', place.dataDir, '-U', 'everato', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...locale];
  const initdb = spawn(program(place.binaries, 'initdb'), flags, {
    ...place.owner,
    cwd: place.dataDir,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  let complaint = '';
  initdb.stderr!.on('data', (chunk) => (complaint += chunk));
  const code = await new Promise((resolve, reject) => initdb.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`PostgreSQL could not make its data folder: ${complaint.trim()}`);
}
