import { defineConfig } from 'vitest/config';
import { LongestFirst } from './dev/test-order.ts';

/** As SvelteKit resolves it, for unit tests of the site. */
const alias = { $lib: `${import.meta.dirname}/app/lib` };
const where = (suffix: string) => [`{worker,party,emails,dev,bench,app}/**/*.${suffix}.ts`];
/** Long, so that a busy machine fails nothing: no test is about time. */
const patient = { testTimeout: 240_000, hookTimeout: 120_000 };
/**
 * One process runs file after file with modules and browser in place: to load them costs more than many a test. Each
 * file still has a stack of its own (see dev/stack.ts).
 */
const slow = { globalSetup: ['dev/test-postgres.ts'], isolate: false, ...patient };
const others = ['**/*.pg.test.ts', '**/*.worker.test.ts', '**/node_modules/**'];

/** A test's suffix says what it needs: nothing, Postgres, the built Worker, or a browser. */
export default defineConfig({
  resolve: { alias },
  test: {
    // One more than a small machine has processors: many a test waits, for a lapse or for a server to come back.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: where('test'), exclude: others, ...patient },
      },
      { extends: true, test: { name: 'pg', include: where('pg.test'), ...slow } },
      { extends: true, test: { name: 'worker', include: where('worker.test'), ...slow } },
      {
        extends: true,
        test: { name: 'e2e', include: ['app/e2e/**/*.e2e.ts', 'dev/**/*.e2e.ts'], ...slow },
      },
    ],
  },
});
