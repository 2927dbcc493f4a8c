import { startVitest } from 'vitest/node';
import { buildWorker } from './bundle.ts';
import { countResults } from './test-results.ts';
import { TORTURE_CLAIMS } from './torture-claims.ts';

/**
 * `npm run torture [minutes]`: the claims that only luck could hide, again and again with new seeds until the time is
 * over: crashes in the middle of a rush and of a queue at the door, races, orders of news from Stripe, whole sales of
 * random moves, forged codes. A failing seed is printed: EVERATO_SEED=… runs the same test with it.
 */
const minutes = Number(process.argv[2] ?? 5);
if (!(minutes > 0)) {
  console.error('Say for how many minutes: npm run torture 10');
  process.exit(1);
}
await buildWorker({ outDir: '.build/worker', app: true });
const until = Date.now() + minutes * 60_000;
const sum = { passed: 0, failed: 0 };
do {
  const seed = Number(process.env.TORTURE_SEED) || Math.floor(Math.random() * 0x7fffffff) + 1;
  console.log(`TORTURE_SEED=${seed}`);
  // Tests read it from the environment that their workers inherit.
  const vitest = await startVitest('test', TORTURE_CLAIMS, { watch: false, env: { TORTURE_SEED: String(seed) } });
  const { passed, failed } = countResults(vitest);
  await vitest.close();
  sum.passed += passed;
  sum.failed += failed;
} while (Date.now() < until);

console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
