import { failCommand } from '../dev/command.ts';
import { runBenchmark } from './benchmark.ts';

/** `npm run bench NAME` prints the result as its last line. */
const BENCHMARKS = {
  rush: () => import('./rush.ts'),
  sale: () => import('./sale.ts'),
  door: () => import('./door.ts'),
  scan: () => import('./scan.ts'),
  pack: () => import('./pack.ts'),
  page: () => import('./page.ts'),
};

const name = process.argv[2] ?? '';
if (!Object.hasOwn(BENCHMARKS, name))
  failCommand(new Error(`Say which benchmark: ${Object.keys(BENCHMARKS).join(', ')}.`));
else process.exit(await runBenchmark((await BENCHMARKS[name as keyof typeof BENCHMARKS]()).measure));
