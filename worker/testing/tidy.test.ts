import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { forbiddenImports } from './import-table.ts';
import { importsIn, readSource } from './source-imports.ts';

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

test('what points outward is found, in every way of writing it', () => {
  const wrong = [
    source('worker/domain/price.ts', `import { z } from 'zod';`),
    source('worker/domain/price.ts', `import type { Db } from '../db/client.ts';`),
    source('worker/domain/price.ts', `const { randomUUID } = await import('node:crypto');`),
    source('worker/contract/event.ts', `export { find } from '../usecases/find.ts';`),
    source('worker/deps.ts', `import { may } from './domain/permission.ts';`),
    source('worker/usecases/pay.ts', `import Stripe from 'stripe';`),
    source('worker/db/store.ts', `import { hash } from '../outside/account/password.ts';`),
    source('worker/http/events.ts', `import { events } from '../db/schema.ts';`),
    source('worker/http/events.ts', `import { fake } from '../testing/fake.ts';`),
    source('worker/index.ts', `import { startStack } from '../dev/stack.ts';`),
    source('party/door.ts', `import { openDatabase } from '../worker/db/client.ts';`),
    source('party/door.ts', `import { readSettings, type Env } from '../worker/env.ts';`),
    source('emails/letter.ts', `import { price } from '../worker/domain/price.ts';`),
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
