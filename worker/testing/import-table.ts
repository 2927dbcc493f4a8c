import type { SourceFile } from './source-imports.ts';

interface Rule {
  /** Path prefixes from the project's root. */
  may: string[];
  /** Prefixes from which only types may be imported. */
  types?: string[];
  /** Packages and runtime modules by the beginning of their names; null is any. */
  packages: string[] | null;
}

/** The first zone that fits; a folder may always import from itself. Tools and tests are free. */
const TABLE: [zone: string, Rule][] = [
  ['worker/domain/', { may: [], packages: [] }],
  ['worker/contract/', { may: ['worker/domain/'], packages: ['zod'] }],
  [
    'worker/deps',
    { may: [], types: ['worker/domain/', 'worker/ground.ts', 'worker/db/', 'worker/stores.ts'], packages: [] },
  ],
  ['worker/stores.ts', { may: ['worker/db/'], types: ['worker/ground.ts'], packages: [] }],
  ['worker/ground.ts', { may: [], types: ['worker/domain/'], packages: [] }],
  ['worker/env.ts', { may: [], packages: [] }],
  ['worker/usecases/', { may: ['worker/domain/', 'worker/deps.ts'], packages: ['node:'] }],
  [
    'worker/db/',
    {
      may: ['worker/domain/'],
      types: ['worker/ground.ts'],
      packages: ['drizzle-orm', 'pg', '@neondatabase/serverless', 'better-auth', 'node:'],
    },
  ],
  [
    'worker/outside/',
    { may: ['worker/domain/'], types: ['worker/deps.ts', 'worker/env.ts', 'worker/ground.ts'], packages: null },
  ],
  [
    'worker/http/',
    {
      may: ['worker/usecases/', 'worker/contract/', 'worker/domain/', 'worker/deps.ts'],
      packages: ['hono', 'zod', 'markdown-it', 'node:'],
    },
  ],
  ['worker/testing/', { may: [''], packages: null }],
  // Composition: everything else directly in worker/.
  [
    'worker/',
    {
      may: ['worker/', 'party/', 'emails/', '.svelte-kit/output/server/', '.svelte-kit/cloudflare-tmp/'],
      packages: ['node:'],
    },
  ],
  [
    'party/',
    {
      // The runtime creates rooms, so they ask the composition for their dependencies.
      may: ['worker/usecases/', 'worker/contract/', 'worker/domain/', 'worker/deps.ts', 'worker/compose/rooms.ts'],
      types: ['worker/env.ts'],
      packages: ['partyserver', 'zod', 'cloudflare:'],
    },
  ],
  ['emails/', { may: [], types: ['worker/domain/'], packages: [] }],
  ['app/', { may: ['worker/contract/', 'worker/domain/'], types: ['worker/http/'], packages: null }],
  ['dev/', { may: [''], packages: null }],
  ['bench/', { may: [''], packages: null }],
];

const TOOLS = ['worker/testing/', 'dev/', 'bench/'];
const isTool = (path: string) => TOOLS.some((tool) => path.startsWith(tool));

/** Returns every import that the table forbids, as a sentence. */
export function forbiddenImports(files: SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports
      .filter((one) => !isAllowed(path, one))
      .map(({ to, typeOnly }) => `${path} imports ${typeOnly ? 'types of ' : ''}${to}`),
  );
}

function isAllowed(from: string, { to, typeOnly }: { to: string; typeOnly: boolean }): boolean {
  const [zone, rule] = TABLE.find(([prefix]) => from.startsWith(prefix)) ?? [];
  if (!zone || !rule) return true;
  const isOurs = /^(worker|party|emails|app|dev|bench|migrations|\.svelte-kit)\//.test(to);
  if (!isOurs)
    return (
      rule.packages === null ||
      rule.packages.some(
        (name) =>
          to === name ||
          to.startsWith(name.endsWith(':') ? name : `${name}/`) ||
          (name === 'hono' && to.startsWith('hono-')),
      )
    );
  if (isTool(to) && !isTool(from)) return false;
  const may = [zone, ...rule.may, ...(typeOnly ? (rule.types ?? []) : [])];
  return may.some((prefix) => to.startsWith(prefix));
}
