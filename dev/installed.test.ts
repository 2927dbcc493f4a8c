import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const root = resolve(import.meta.dirname, '..');
const folder = temporaryFolder('installed');
afterAll(() => folder.remove());

const { start } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
const lacking = 'Packages are missing in node_modules: run `npm ci`, and then this again.\n';

/** The output and exit code of `npm start` in a checkout whose installation left these packages out. */
function startWithout(missing: string[] | 'all'): [string, number | null] {
  const checkout = join(folder.path, `without-${missing}`);
  mkdirSync(join(checkout, 'dev'), { recursive: true });
  writeFileSync(join(checkout, 'package.json'), '{ "type": "module" }');
  copyFileSync(join(root, 'dev/installed.js'), join(checkout, 'dev/installed.js'));
  writeFileSync(join(checkout, 'dev/start.ts'), `import 'one/package.json' with { type: 'json' };`);
  const names = missing === 'all' ? [] : ['one', '@some/two'].filter((name) => !missing.includes(name));
  for (const name of names) {
    mkdirSync(join(checkout, 'node_modules', name), { recursive: true });
    writeFileSync(join(checkout, 'node_modules', name, 'package.json'), '{}');
  }
  const list = { packages: { 'node_modules/one': {}, 'node_modules/@some/two': {} } };
  if (missing !== 'all') writeFileSync(join(checkout, 'node_modules/.package-lock.json'), JSON.stringify(list));
  const { stderr, status } = spawnSync('sh', ['-c', start], { cwd: checkout, encoding: 'utf8' });
  return [stderr, status];
}

test('a start with packages missing says in one sentence what to run', () => {
  expect(startWithout('all')).toEqual([lacking, 1]);
  expect(startWithout(['one'])).toEqual([lacking, 1]);
  expect(startWithout(['@some/two'])).toEqual([lacking, 1]);
  expect(startWithout([])).toEqual(['', 0]);
});
