import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { circlesOfFiles, circlesOfFolders } from './import-circles.ts';
import { forbiddenImports } from './import-table.ts';
import { longParameterLists } from './parameter-count.ts';
import { permissionChecksIn, isPlaceOfPermissions } from './permission-checks.ts';
import { ruledOutIn } from './ruled-out-words.ts';
import { commentsIn, type Comment } from './source-comments.ts';
import { importsIn, readSource } from './source-imports.ts';
import { titlesIn, type TestTitle } from './test-titles.ts';

const root = resolve(import.meta.dirname, '../..');
const FOLDERS = ['worker', 'party', 'emails', 'app', 'dev', 'bench', 'migrations'];
const MADE = /(^|\/)paraglide\//;
const isTest = (path: string) => /\.(test|e2e)\.ts$|^app\/e2e\/|^app\/.*\.test\.ts$/.test(path);

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !MADE.test(path)),
);
const code = files.filter((path) => /\.(ts|js|svelte)$/.test(path));

test('imports point inward', () => {
  const product = code.filter((path) => !isTest(path)).map((path) => readSource(root, path));
  expect(product.length).toBeGreaterThan(200);
  expect(forbiddenImports(product)).toEqual([]);
});

const source = (path: string, text: string) => ({ path, imports: importsIn(path, text) });

test('an import that points outward is found, in every way of writing it', () => {
  const wrong = [
    source('worker/domain/price.ts', `import { z } from 'zod';`),
    source('worker/domain/price.ts', `import type { Db } from '../db/client.ts';`),
    source('worker/domain/price.ts', `const { randomUUID } = await import('node:crypto');`),
    source('worker/contract/event.ts', `export { find } from '../usecases/find.ts';`),
    source('worker/deps.ts', `import { may } from './domain/permission.ts';`),
    source('worker/deps/door.ts', `import { createDoorStore } from '../db/door/store.ts';`),
    source('worker/ground.ts', `import type { Deps } from './deps.ts';`),
    source('worker/db/door/store.ts', `import type { DoorRoom } from '../../deps.ts';`),
    source('worker/db/door/store.ts', `import type { DoorRoom } from '../../deps/door.ts';`),
    source('worker/usecases/pay.ts', `import Stripe from 'stripe';`),
    source('worker/db/store.ts', `import { hash } from '../outside/account/password.ts';`),
    source('worker/http/events.ts', `import { events } from '../db/schema.ts';`),
    source('worker/http/events.ts', `import { fake } from '../testing/fake.ts';`),
    source('worker/index.ts', `import { startStack } from '../dev/stack.ts';`),
    source('party/door.ts', `import { openDatabase } from '../worker/db/client.ts';`),
    source('party/door.ts', `import { readSettings, type Env } from '../worker/env.ts';`),
    source('emails/email-content.ts', `import { price } from '../worker/domain/price.ts';`),
    source('app/lib/api.ts', `import { api } from '../../worker/http/api.ts';`),
    source(
      'app/lib/Price.svelte',
      `<p>1</p>\n<script lang="ts">import { t } from '../../worker/db/schema.ts';</script>`,
    ),
  ];
  expect(wrong.filter((file) => forbiddenImports([file]).length !== 1)).toEqual([]);
  const right = [
    source('worker/domain/price.ts', `import { round } from './money.ts';`),
    source(
      'worker/deps.ts',
      `import type { Money } from './domain/money.ts';\ntype M = import('./domain/mail.ts').Mail;`,
    ),
    source('worker/deps/door.ts', `export type { DoorStore } from '../db/door/store.ts';`),
    source('worker/db/door/store.ts', `import type { Clock } from '../../ground.ts';`),
    source('worker/http/events.ts', `import { Hono } from 'hono';\nimport { validator } from 'hono-openapi';`),
    source('app/lib/api.ts', `import type { Api } from '../../worker/http/api.ts';\nimport { m } from '$messages';`),
    source('app/lib/Price.svelte', `<script>import { z } from '#contract/money.ts';</script>`),
    source(
      'party/door.ts',
      `import type { Env } from '../worker/env.ts';\nimport { composeDoor } from '../worker/compose/rooms.ts';`,
    ),
  ];
  expect(forbiddenImports(right)).toEqual([]);
});

test('no file and no folder is in a circle of imports', () => {
  const sources = code.map((path) => readSource(root, path));
  expect(circlesOfFiles(sources)).toEqual([]);
  expect(circlesOfFolders(sources.filter(({ path }) => !isTest(path)))).toEqual([]);
});

test('a circle is found, through types only where folders form it', () => {
  const files = [
    source('worker/domain/door/scan.ts', `import { judge } from './judge.ts';`),
    source('worker/domain/door/judge.ts', `import { record } from './record.ts';`),
    source('worker/domain/door/record.ts', `export * from './scan.ts';`),
    source('worker/domain/door/figures.ts', `import type { Scan } from './scan.ts';\nimport './scan.ts';`),
  ];
  expect(circlesOfFiles(files)).toEqual([['judge', 'record', 'scan'].map((name) => `worker/domain/door/${name}.ts`)]);
  const folders = [
    source('worker/domain/door/scan.ts', `import type { Ticket } from '#domain/ticket/ticket.ts';`),
    source('worker/domain/ticket/ticket.ts', `import type { Scan } from '../door/scan.ts';`),
  ];
  expect(circlesOfFiles(folders)).toEqual([]);
  expect(circlesOfFolders(folders)).toEqual([['worker/domain/door', 'worker/domain/ticket']]);
});

test('permissions are checked in use cases', () => {
  const outside = code.filter((path) => !isTest(path) && !isPlaceOfPermissions(path));
  const found = outside.flatMap((path) => permissionChecksIn(path, readFileSync(join(root, path), 'utf8')));
  expect(found).toEqual([]);
  const router = `router.post('/', async (c) => (may(c.get('caller'), 'EDIT_EVENT') ? c.json({}) : refuse(c)));`;
  expect(permissionChecksIn('worker/http/event/events.ts', router)).toEqual(['worker/http/event/events.ts:1 may']);
});

/** By WORDS: a docstring begins with a verb or with the noun that it defines, and a title with its subject. */
const BEGINS_LIKE_A_RIDDLE = /^(what|whom|whose|who|whoever|where|wherever|word)\b/i;
const badlyWorded = (texts: (Comment | TestTitle)[]) =>
  texts
    .filter(({ text }) => BEGINS_LIKE_A_RIDDLE.test(text) || ruledOutIn(text).length > 0)
    .map(({ path, line, text }) => `${path}:${line} ${text}`);

test('comments are plain English', () => {
  expect(badlyWorded(code.flatMap((path) => commentsIn(path, readFileSync(join(root, path), 'utf8'))))).toEqual([]);
});

test('a comment in other words is found, wherever it stands', () => {
  const bad = [
    commentsIn('worker/domain/price.ts', '/** What a ticket costs. */\nexport const price = 1;'),
    commentsIn('worker/domain/price.ts', 'const price = 1; // Whoever pays.\n'),
    commentsIn('worker/domain/price.ts', 'interface Price {\n  /** Paid by somebody else. */\n  amount: number;\n}'),
    commentsIn('app/lib/Price.svelte', '<script lang="ts">\n  // Where it stands.\n  let a = 1;\n</script>'),
    commentsIn('app/lib/Price.svelte', '<p>1</p>\n<!-- Asked anew. -->'),
  ];
  expect(bad.filter((comments) => badlyWorded(comments).length !== 1)).toEqual([]);
  const good = commentsIn('worker/domain/price.ts', '/** Returns the price in minor units. */\nconst s = "// What";');
  expect(good).toHaveLength(1);
  expect(badlyWorded(good)).toEqual([]);
});

test('test titles are plain English', () => {
  const titles = code.filter(isTest).flatMap((path) => titlesIn(path, readFileSync(join(root, path), 'utf8')));
  expect(titles.length).toBeGreaterThan(800);
  expect(badlyWorded(titles)).toEqual([]);
});

test('a title in other words is found, however its test is declared', () => {
  const titlesOf = (text: string) => titlesIn('worker/domain/price.test.ts', text);
  const bad = [
    `test('what a ticket costs is what was shown', () => {});`,
    `test.skip("where fees are added, the price is higher", () => {});`,
    `it('lets people in', () => {});`,
    `describe('an event that was called off', () => { test('has no fee', () => {}); });`,
    `describe.each([{ name: 'card' }])('a payment by $name that somebody made', () => {});`,
    `test.each(['EUR', 'JPY'])('whoever pays in %s', () => {});`,
    `test.runIf(process.platform === 'linux')('two at once', () => {});`,
    'test.each`price | fee\n${1} | ${2}`("nobody pays $price", () => {});',
    'test(`${times} tickets are passed on`, () => {});',
    `test('a ticket of two' + ' is paid by hand', () => {});`,
    `for (const type of types) { test(\`tickets at once\`, () => {}); }`,
  ];
  expect(bad.filter((text) => badlyWorded(titlesOf(text)).length !== 1)).toEqual([]);
  const good = titlesOf(`test.each(['what'])('the price in %s', () => { /nobody/.test('whom'); ask('whoever'); });`);
  expect(good).toEqual([{ path: 'worker/domain/price.test.ts', line: 1, text: 'the price in %s' }]);
  expect(badlyWorded(good)).toEqual([]);
});

test('no function takes a fourth positional parameter', () => {
  const long = code.flatMap((path) => longParameterLists(path, readFileSync(join(root, path), 'utf8')));
  expect(long).toEqual([]);
});

test('a fourth positional parameter is found in functions, arrows, methods and components', () => {
  const found = (path: string, text: string) => longParameterLists(path, text).map(({ line, count }) => [line, count]);
  expect(found('worker/a.ts', 'export function f(a: 1, b: 2, c: 3, d: 4) {}')).toEqual([[1, 4]]);
  expect(found('worker/a.ts', '\nconst f = (a: 1, b: 2, c: 3, d: 4, e: 5) => a;')).toEqual([[2, 5]]);
  expect(found('worker/a.ts', 'class A { m(a: 1, b: 2, c: 3, d: 4) {} }')).toEqual([[1, 4]]);
  expect(found('app/A.svelte', '<p>1</p>\n<script>\n  function f(a, b, c, d) {}\n</script>')).toEqual([[3, 4]]);
  expect(found('worker/a.ts', 'type F = (a: 1, b: 2, c: 3, d: 4) => void; const f = (a: 1, b: 2, c: 3) => a;')).toEqual(
    [],
  );
});

test('a fourth positional parameter and a packed literal fail the lint', async () => {
  const eslint = new ESLint({ cwd: root });
  const rulesBroken = async (text: string) => {
    const [result] = await eslint.lintText(text, { filePath: join(root, 'worker/domain/scratch.ts') });
    return result!.messages.map(({ ruleId }) => ruleId);
  };
  const params = '@typescript-eslint/max-params';
  const packed = 'no-restricted-syntax';
  expect(await rulesBroken('export const sum = (a: number, b: number, c: number) => a + b + c;\n')).toEqual([]);
  expect(await rulesBroken('export function f(a: 1, b: 2, c: 3, d: 4) {\n  return [a, b, c, d];\n}\n')).toEqual([
    params,
  ]);
  expect(await rulesBroken('export const f = (a: 1, b: 2) => ({ ...{ a, b }, c: 3 });\n')).toEqual([packed]);
  expect(await rulesBroken('const [a, b] = [1, 2];\nexport const c = a + b;\n')).toEqual([packed]);
  expect(await rulesBroken('const { a, b } = { a: 1, b: 2 };\nexport const c = a + b;\n')).toEqual([packed]);
});

const VAGUE = /(^|\/)(utils?|helpers?|common|shared|services?|misc)(\/|\.[^/]*$)/;
const vagueNames = (paths: string[]) =>
  paths.filter((path) => VAGUE.test(path) || (/(^|\/)index\.(ts|js)$/.test(path) && path !== 'worker/index.ts'));

test('every file has a name that says what it is', () => {
  expect(vagueNames(files)).toEqual([]);
  const bad = ['worker/http/utils.ts', 'app/lib/helpers/date.ts', 'worker/services/mail.ts', 'party/index.ts'];
  expect(vagueNames([...bad, 'worker/index.ts', 'app/lib/shared-clock.ts'])).toEqual(bad);
});

test('relative imports say which file they mean, so that Node runs the sources as they are', () => {
  const bare = code
    .filter((path) => !path.startsWith('app/'))
    .flatMap((path) => readSource(root, path).imports.map(({ to }) => ({ path, to })))
    .filter(({ to }) => FOLDERS.some((folder) => to.startsWith(`${folder}/`)) && !/\.(ts|js|json|svelte)$/.test(to));
  expect(bare).toEqual([]);
});

test('the lock names no registry: it installs from whichever one is at hand', () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  expect(lock.match(/"resolved"/g)).toBeNull();
});
