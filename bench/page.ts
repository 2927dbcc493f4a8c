import { execFileSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Stack, startStack } from '../dev/stack.ts';
import { demonstration } from '../worker/testing/seed/demonstration.ts';
import { makeEvent, makeUser } from '../worker/testing/seed/factories.ts';
import { openWorkshop } from '../worker/testing/seed/workshop.ts';
import { type Benchmark, type Result, figure } from './benchmark.ts';
import { type HttpLane, openLanes } from './http-lane.ts';
import { bundleBytes, scriptWeight } from './page-weight.ts';
import { InvalidBenchmark } from './participants.ts';
import { median } from './percentile.ts';

/*
 * The page of a demonstration event: rendered for each request, as for a signed-in visitor, and from the isolate's
 * memory, as for everyone else. Yardstick in alternating rounds, by the same client on the same process: a Hono route
 * that does nothing. Built Worker in plain workerd, PostgreSQL and this client on the same cores. The JavaScript is
 * everything that the page loads by itself, by gzip, the larger of the two encodings in which it is served.
 */
const LANES = 16;
const ROUNDS = 15;
const ROUND_MS = 700;
/** Looks like a session and is none: the page is not cached, and the database is not asked for the account. */
const SIGNED_IN = 'Cookie: everato.session_token=nobody.nothing\r\n';
const BROWSER = 'Accept-Encoding: gzip, br\r\nAccept-Language: en\r\n';

const root = resolve(import.meta.dirname, '..');
const bundleDir = '.build/bench-page';

export async function measure({ participants, undo }: Benchmark): Promise<Result> {
  bundle();
  const stack = await startStack({ bundleDir });
  undo.add(() => stack.stop());
  const page = `/events/${await makeDemonstration(stack)}`;
  const lanes = await openLanes(stack.url, LANES, participants);
  const rendered = () => pagesPerSecond(lanes, { path: page, headers: SIGNED_IN + BROWSER, contains: '</html>' });
  const cached = () => pagesPerSecond(lanes, { path: page, headers: BROWSER, contains: '' });
  const bare = () => pagesPerSecond(lanes, { path: '/bare', headers: BROWSER, contains: 'ok' });
  for (const warmUp of [rendered, cached, bare]) await warmUp();
  const rates = { rendered: [] as number[], cached: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    rates.rendered.push(await rendered());
    rates.cached.push(await cached());
    rates.bare.push(await bare());
  }
  lanes.forEach((lane) => lane.close());
  const pages = (list: number[]) => figure('pages/s', median(list));
  // Round by round: other load on the machine slows down both.
  const againstBare = (list: number[], decimals: number) =>
    figure('ratio', median(list.map((perSecond, round) => perSecond / rates.bare[round]!)), decimals);
  const scripts = await scriptWeight(stack.url + page);
  const gzip = figure('JavaScript', scripts.gzip / 1000, 1);
  console.log(
    `cached ${pages(rates.cached)} pages/s; JavaScript in ${figure('scripts', scripts.files)} files: ` +
      `gzip ${gzip} kB, brotli (quality 4) ${figure('JavaScript', scripts.brotli / 1000, 1)} kB`,
  );
  const bundleMB = figure('bundle', bundleBytes(join(root, bundleDir)) / 1e6, 2);
  console.log(`Worker bundle ${bundleMB} MB compressed`);
  return {
    line:
      `ratio ${againstBare(rates.rendered, 3)} (pages/s ${pages(rates.rendered)} / bare ${pages(rates.bare)}), ` +
      `cached ${againstBare(rates.cached, 2)}, js ${gzip} kB`,
  };
}

/** Builds the deployed bundle with the yardstick in it. */
function bundle(): void {
  if (!existsSync(join(root, '.svelte-kit/cloudflare/_worker.js')))
    throw new Error('The site is not built: npm run build');
  const wrangler = ['deploy', 'bench/page-worker.ts', '--dry-run', '--outdir', bundleDir];
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' };
  execFileSync(join(root, 'node_modules/.bin/wrangler'), wrangler, { cwd: root, env, stdio: 'pipe' });
  renameSync(join(root, bundleDir, 'page-worker.js'), join(root, bundleDir, 'index.js'));
}

async function makeDemonstration({ databaseUrl, bindings }: Stack): Promise<string> {
  const workshop = openWorkshop({ databaseUrl, secret: bindings.EVERATO_SECRET! });
  try {
    const admin = await makeUser(workshop, { email: 'admin@example.com' });
    const [plan] = demonstration(new Date());
    return (await makeEvent(workshop, plan!, { userId: admin.id, name: 'Administrator' })).event.slug;
  } finally {
    await workshop.close();
  }
}

interface PageRequest {
  path: string;
  headers: string;
  contains: string;
}

async function pagesPerSecond(lanes: HttpLane[], { path, headers, contains }: PageRequest): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + ROUND_MS;
  let pages = 0;
  const ask = async (lane: HttpLane) => {
    while (performance.now() < until) {
      const { status, body } = await lane.get(path, headers);
      if (status !== 200 || !body.includes(contains))
        throw new InvalidBenchmark(`${path} got ${status}: ${body.slice(0, 200)}`);
      pages++;
    }
  };
  await Promise.all(lanes.map(ask));
  return (pages / (performance.now() - startedAt)) * 1000;
}
