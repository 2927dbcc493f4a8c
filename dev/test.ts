import { startVitest } from 'vitest/node';
import { buildWorker } from './bundle.ts';
import { startTestPostgres } from './test-postgres.ts';
import { countResults, slowestFiles, type TestResults } from './test-results.ts';

/**
 * `npm test`: builds what is tested, runs every test, and says on its last line how it went. Arguments filter by file
 * name. Unit tests, which need generated sources of the build at most, run beside it.
 */
const filters = process.argv.slice(2);
let built: Promise<unknown>;
await new Promise<void>((ready) => {
  built = buildWorker({ outDir: '.build/worker', app: true, sourcesReady: ready });
  built.catch(() => ready());
});
const stopPostgres = await startTestPostgres();
const unit = await run(['unit']);
await built!;
const others = await run(['e2e', 'worker', 'pg']);
await stopPostgres();

const passed = unit.passed + others.passed;
const failed = unit.failed + others.failed;
console.log(['The slowest files:', ...slowestFiles([...unit.files, ...others.files], 10)].join('\n'));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function run(project: string[]): Promise<TestResults> {
  const vitest = await startVitest('test', filters, { watch: false, passWithNoTests: true, project });
  const results = countResults(vitest);
  await vitest.close();
  return results;
}
