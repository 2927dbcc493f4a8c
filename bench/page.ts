import { execFileSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startStack, type Stack } from '../dev/stack.ts';
import { demonstration } from '../worker/testing/seed/demonstration.ts';
import { makeEvent, makeUser } from '../worker/testing/seed/factories.ts';
import { openWorkshop } from '../worker/testing/seed/workshop.ts';
import { HttpLane } from './http-lane.ts';
import { bundleBytes, scriptWeight } from './page-weight.ts';
import { median } from './percentile.ts';

/*
 * The page of a demonstration event: rendered anew for each request, as for somebody who is signed in, and from the
 * isolate's memory, as for everybody else. Yardstick in alternating rounds, by the same client on the same process: a
 * Hono route that does nothing. Built Worker in plain workerd, PostgreSQL and this client on the same cores. The
 * JavaScript is what the page loads by itself, by gzip, the larger of the two ways in which it is served.
 */
const LANES = 16;
const ROUNDS = 15;
const ROUND_MS = 700;
/** Looks like a session and is none: the page is not kept, and the database is not asked who it might be. */
const SIGNED_IN = 'Cookie: everato.session_token=nobody.nothing\r\n';
const BROWSER = 'Accept-Encoding: gzip, br\r\nAccept-Language: en\r\n';

const root = resolve(import.meta.dirname, '..');
const bundleDir = '.build/bench-page';
bundle();
const stack = await startStack({ bundleDir });
try {
  const page = `/events/${await makeDemonstration(stack)}`;
  const lanes = await Promise.all(Array.from({ length: LANES }, () => HttpLane.open(stack.url)));
  const rendered = () => pagesPerSecond(lanes, page, SIGNED_IN + BROWSER, '</html>');
  const cached = () => pagesPerSecond(lanes, page, BROWSER, '');
  const bare = () => pagesPerSecond(lanes, '/bare', BROWSER, 'ok');
  for (const warmUp of [rendered, cached, bare]) await warmUp();
  const found = { rendered: [] as number[], cached: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    found.rendered.push(await rendered());
    found.cached.push(await cached());
    found.bare.push(await bare());
  }
  lanes.forEach((lane) => lane.close());
  const [a, b, c] = [median(found.rendered), median(found.bare), median(found.cached)];
  // Round by round: what else the machine does meanwhile slows down both.
  const against = (list: number[]) => median(list.map((perSecond, round) => perSecond / found.bare[round]!));
  const scripts = await scriptWeight(stack.url + page);
  const [gzip, brotli] = [scripts.gzip, scripts.brotli].map((bytes) => (bytes / 1000).toFixed(1));
  console.log(
    `cached ${Math.round(c)} pages/s; JavaScript in ${scripts.files} files: gzip ${gzip} kB, brotli (quality 4) ${brotli} kB`,
  );
  console.log(`Worker bundle ${(bundleBytes(join(root, bundleDir)) / 1e6).toFixed(2)} MB compressed`);
  console.log(
    `ratio ${against(found.rendered).toFixed(3)} (pages/s ${Math.round(a)} / bare ${Math.round(b)}), ` +
      `cached ${against(found.cached).toFixed(2)}, js ${gzip} kB`,
  );
} finally {
  await stack.stop();
}
process.exit(0);

/** The deployed bundle with the yardstick in it. */
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

async function pagesPerSecond(lanes: HttpLane[], path: string, headers: string, holds: string): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + ROUND_MS;
  let answered = 0;
  const ask = async (lane: HttpLane) => {
    while (performance.now() < until) {
      const { status, body } = await lane.get(path, headers);
      if (status !== 200 || !body.includes(holds)) throw new Error(`${path}: ${status} ${body.slice(0, 200)}`);
      answered++;
    }
  };
  await Promise.all(lanes.map(ask));
  return (answered / (performance.now() - startedAt)) * 1000;
}
