import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TORTURE_CLAIMS } from './torture-claims.ts';

test('every claim of `npm run torture` is a test that is there: a moved file is not left out of it', () => {
  const root = join(import.meta.dirname, '..');
  expect(TORTURE_CLAIMS.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
