import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TORTURE_CLAIMS } from './torture-claims.ts';

test('every file that `npm run torture` names exists, so that a moved test isn’t left out', () => {
  const root = join(import.meta.dirname, '..');
  expect(TORTURE_CLAIMS.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
