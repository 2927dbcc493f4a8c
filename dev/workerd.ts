import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { dieWithMe } from './die-with-me.ts';
import { environmentName, readWorkerShape, workerdConfig } from './workerd-config.ts';

export interface Workerd {
  url: string;
  port: number;
  readonly pid: number;
  /** Restarts on the same port and storage, after `kill` or `stop`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** SIGKILL, like a crash; stored data is there at the next start. */
  kill(): Promise<void>;
}

export interface WorkerdOptions {
  bundleDir: string;
  /** A free one when absent. */
  port?: number;
  /** Rooms' storage, and a copy of the running bundle, so that a rebuild in the meantime changes nothing. */
  storageDir: string;
  assetsDir?: string;
  /** Text bindings; with HEARTBEAT_TOKEN among them the heartbeat runs. */
  bindings: Record<string, string>;
  log?: (line: string) => void;
  /** The first heartbeat is sent at the start, so that interrupted work continues right away, not a minute later. */
  beatsAtStart?: boolean;
  /** The process ended unexpectedly. */
  onCrash?: (code: number | null) => void;
  configPath?: string;
}

const HEARTBEAT_MS = 60_000;
const root = resolve(import.meta.dirname, '..');
const assetsWorkers = join(import.meta.dirname, 'workerd');

/** Starts the built Worker in the production runtime, on 127.0.0.1; resolves once its socket listens. */
export async function startWorkerd(options: WorkerdOptions): Promise<Workerd> {
  const config = prepare(options);
  let running = await launch(config, options.port ?? 0, options);
  const { port } = running;
  let stopHeartbeat = startHeartbeat(port, options);
  const end = async (signal: NodeJS.Signals) => {
    stopHeartbeat();
    await endProcess(running.process, signal);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get pid() {
      return running.process.pid!;
    },
    start: async () => {
      running = await launch(config, port, options);
      stopHeartbeat = startHeartbeat(port, options);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** Prepares the storage folder and returns the path of the configuration in it. */
function prepare(options: WorkerdOptions): string {
  const storage = resolve(options.storageDir);
  const folders = {
    bundle: join(storage, 'run'),
    objects: join(storage, 'objects'),
    assets: resolve(root, options.assetsDir ?? '.svelte-kit/cloudflare'),
  };
  if (!existsSync(join(options.bundleDir, 'index.js'))) throw new Error(`No built Worker in ${options.bundleDir}.`);
  rmSync(folders.bundle, { recursive: true, force: true });
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  cpSync(options.bundleDir, folders.bundle, { recursive: true, filter: (source) => !source.endsWith('.map') });
  cpSync(assetsWorkers, folders.bundle, { recursive: true });
  const shape = readWorkerShape(options.configPath ?? join(root, 'wrangler.toml'));
  const config = join(folders.bundle, 'config.capnp');
  writeFileSync(config, workerdConfig(shape, folders, Object.keys(options.bindings)), { mode: 0o600 });
  return config;
}

async function launch(config: string, port: number, options: WorkerdOptions) {
  const values = Object.entries(options.bindings).map(([name, value]) => [environmentName(name), value]);
  // A process group of its own: Ctrl-C in the terminal reaches only the launcher, which then stops everything in order.
  const child = spawn(workerdBinary(), ['serve', config, `--socket-addr=http=127.0.0.1:${port}`, '--control-fd=3'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, TZ: 'UTC', ...Object.fromEntries(values) },
  });
  dieWithMe(child, 'KILL');
  const complaints: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (line) => {
      options.log?.(line);
      if (complaints.length < 20) complaints.push(line);
    });
  }
  const listening = await listeningPort(child, complaints);
  child.once('close', (code) => options.onCrash?.(code));
  return { process: child, port: listening };
}

// On the control descriptor workerd reports the port of each socket, one JSON object per line.
function listeningPort(child: ChildProcess, complaints: string[]): Promise<number> {
  return new Promise((resolvePort, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`workerd ended (${code}) at start: ${complaints.join('\n')}`)));
    createInterface({ input: child.stdio[3] as NodeJS.ReadableStream }).on('line', (line) => {
      const event = JSON.parse(line) as { event: string; port?: number };
      if (event.event === 'listen') resolvePort(event.port!);
    });
  });
}

function startHeartbeat(port: number, options: WorkerdOptions): () => void {
  const token = options.bindings.HEARTBEAT_TOKEN;
  if (!token) return () => {};
  const beat = () =>
    fetch(`http://127.0.0.1:${port}/internal/heartbeat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
      .then((response) => response.ok || options.log?.(`heartbeat: ${response.status}`))
      .catch((error: Error) => options.log?.(`heartbeat: ${error.message}`));
  if (options.beatsAtStart) void beat();
  const timer = setInterval(beat, HEARTBEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}

// On SIGTERM it drains for as long as a socket is open: after two seconds it is killed like in a crash, which loses
// nothing.
async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  child.removeAllListeners('close');
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolveEnd) => child.once('exit', resolveEnd));
  child.kill(signal);
  const impatience = setTimeout(() => child.kill('SIGKILL'), 2000);
  await ended;
  clearTimeout(impatience);
}

function workerdBinary(): string {
  const wrangler = createRequire(import.meta.url).resolve('wrangler');
  return (createRequire(wrangler)('workerd') as { default: string }).default;
}
