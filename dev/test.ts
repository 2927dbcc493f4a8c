import { startVitest } from 'vitest/node';
import { buildWorker } from './bundle.ts';
import { countResults } from './test-results.ts';

/** `npm test`: builds what is tested, runs every test, and says on its last line how it went. Arguments filter by file name. */
await buildWorker({ outDir: '.build/worker', app: true });
const vitest = await startVitest('test', process.argv.slice(2), { watch: false });

const { passed, failed } = countResults(vitest);
await vitest.close();

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
