import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { failCommand } from './command.ts';

export interface BundleOptions {
  outDir?: string;
  /** Also builds the site; otherwise the previous build of it is used. */
  app: boolean;
  log?: (line: string) => void;
  /** Called once generated sources and settings are there, which is all that unit tests need of the build. */
  sourcesReady?: () => void;
  /** Aborts the build. */
  signal?: AbortSignal;
}

const root = resolve(import.meta.dirname, '..');

const inputs = [
  'worker',
  'party',
  'emails',
  'app',
  'wrangler.toml',
  'svelte.config.js',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** Written by the build itself, so no sign of a change. */
const made = new Set(['paraglide', '.lix', 'cache', '.meta.json', 'README.md', '.gitignore']);

/** Builds the Worker as it is deployed, unless nothing has changed since; returns whether it built. */
export async function buildWorker(options: BundleOptions): Promise<boolean> {
  const outDir = resolve(root, options.outDir ?? '.build/worker');
  const stamp = join(dirname(outDir), `${relative(dirname(outDir), outDir)}.stamp`);
  const state = `${fingerprint()} ${options.app ? 'with the site' : 'with the site as it was'}`;
  const built = existsSync(join(outDir, 'index.js')) && existsSync(join(root, '.svelte-kit/cloudflare/_worker.js'));
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) {
    options.sourcesReady?.();
    return false;
  }
  rmSync(stamp, { force: true });
  const take = async ([progress, command, args]: Step) => {
    options.log?.(progress);
    await run(command, args, options.signal);
  };
  for (const step of sourceSteps(options.app)) await take(step);
  options.sourcesReady?.();
  for (const step of productSteps(outDir, options.app)) await take(step);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
  return true;
}

/** Its name, the command, and the command's arguments. */
type Step = [string, string, string[]];

function sourceSteps(app: boolean): Step[] {
  const site: Step[] = [
    ['messages of the site', 'paraglide-js', compileMessages('app')],
    // The site's tsconfig.json extends this command's output.
    ['settings of the site', 'svelte-kit', ['sync']],
  ];
  return [['messages of the emails', 'paraglide-js', compileMessages('emails')], ...(app ? site : [])];
}

/** The arguments that turn a folder's messages into functions. */
export const compileMessages = (folder: 'app' | 'emails'): string[] => [
  'compile',
  '--project',
  `./${folder}/project.inlang`,
  '--outdir',
  `./${folder}/paraglide`,
  '--strategy',
  'cookie',
  'preferredLanguage',
  'baseLocale',
  // Vite knows which side it builds, and drops the other.
  '--is-server',
  folder === 'app' ? "import.meta.env?.SSR ?? typeof window === 'undefined'" : 'true',
  '--emit-ts-declarations',
  '--silent',
];

const productSteps = (outDir: string, app: boolean): Step[] => [
  ...(app ? ([['site', 'vite', ['build', '--logLevel', 'warn']]] satisfies Step[]) : []),
  ['Worker', 'wrangler', ['deploy', '--dry-run', '--outdir', outDir]],
];

// Sizes and times, not contents: this runs at every start, and must cost nothing.
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesOf(join(root, input))) {
      const { size, mtimeMs } = statSync(file);
      // The build rewrites these with the same contents.
      const seen = file.includes('project.inlang') ? readFileSync(file, 'utf8') : `${size} ${mtimeMs}`;
      hash.update(`${relative(root, file)} ${seen}\n`);
    }
  }
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !made.has(entry.name))
    .flatMap((entry) => filesOf(join(path, entry.name)))
    .sort();
}

async function run(command: string, args: string[], signal?: AbortSignal): Promise<void> {
  const bin = join(root, 'node_modules/.bin');
  const child = spawn(join(bin, command), args, {
    cwd: root,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: `${bin}:${process.env.PATH}`,
      WRANGLER_SEND_METRICS: 'false',
      CI: '1',
      // They are compiled once, before the site: unit tests read them while it is built.
      EVERATO_MESSAGES_COMPILED: '1',
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((done, reject) => child.once('error', reject).once('close', done));
  if (code !== 0) throw new Error(`${command} ${args[0]} failed:\n${output.trim()}`);
}

if (import.meta.main)
  await buildWorker({ app: true, log: (part) => console.log(`building the ${part}`) }).catch(failCommand);
