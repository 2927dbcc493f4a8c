import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('verifying without the name of a database says that the variable is empty', { timeout: 120_000 }, () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(import.meta.dirname, 'verify.ts')], {
    env: { ...process.env, DATABASE_URL: '' },
    encoding: 'utf8',
  });
  const sentence = 'DATABASE_URL is empty: it says which database to verify. Unset, that of `npm start` is verified.';
  expect([stdout, stderr, status]).toEqual(['', `${sentence}\n`, 1]);
});
