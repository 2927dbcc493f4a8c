import { readFileSync } from 'node:fs';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';

/** The script of /api/docs, served from our own origin. */
const apiReference: Plugin = {
  name: 'api-reference',
  apply: 'build',
  generateBundle() {
    if (this.environment.name !== 'client') return;
    const source = readFileSync('node_modules/@scalar/api-reference/dist/browser/standalone.js');
    this.emitFile({ type: 'asset', fileName: '_app/immutable/api-reference.js', source });
  },
};

/** The fonts of receipts. The Worker loads them when it draws one: bundled, they would be half of its size. */
const paperFonts: Plugin = {
  name: 'paper-fonts',
  apply: 'build',
  generateBundle() {
    if (this.environment.name !== 'client') return;
    for (const [weight, name] of [
      [400, '400Regular'],
      [600, '600SemiBold'],
    ]) {
      const source = readFileSync(`node_modules/@expo-google-fonts/noto-sans/${name}/NotoSans_${name}.ttf`);
      this.emitFile({ type: 'asset', fileName: `fonts/noto-sans-${weight}.ttf`, source });
    }
  },
};

/** SvelteKit hashes each page for its ETag in floating point: integers give the same numbers four times as fast. */
const integerHash: Plugin = {
  name: 'integer-hash',
  transform(code, id) {
    if (!id.endsWith('/kit/src/utils/hash.js')) return null;
    return { code: code.replaceAll('(hash * 33) ^', 'Math.imul(hash, 33) ^'), map: null };
  },
};

/** The modules of every page. One file compresses far better than dozens of a few hundred bytes. */
const EVERYWHERE = [
  /\/node_modules\/(svelte\/src\/(?!.*\/(bindings\/(?!this|shared)|svelte-element|key\.))|esm-env|clsx|devalue|@sveltejs\/kit)/,
  /\/app\/paraglide\/(runtime|registry)\./,
  /\/app\/lib\/(site\/|event\/(?!EventLine)|(ask|format-date|format-money|paths|server-clock\.svelte)\.ts)/,
  /\/app\/lib\/ui\/(Badge|Button|Money|Stepper)\.svelte/,
  /\/app\/routes\/(\+error|\(public\)\/\+layout)\.svelte/,
  /\/\[slug\]\/(ShareButton|book\/(attempt|order))\./,
  /\/messages\/(error_(page_\w+|not_found|stripe_not_configured)|try_again|share|share_copied|total|(bar|fees|picker|place|price|state|tickets)_\w+)\.js/,
];

/** The shared modules of pages with forms. */
const FORMS = [
  /\/app\/lib\/ui\/(Checkbox|EmptyState|Notice|Field|Select|Spinner|TextInput|control)\./,
  /\/app\/lib\/(api|account)\.ts/,
  /\/svelte\/src\/.*\/bindings\/input|\/@lucide\//,
];

export default defineConfig({
  // The oldest browsers that the site supports.
  build: {
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    rolldownOptions: {
      treeshake: {
        // Svelte's modules have no side effects, but it does not say so: each page would include all of them.
        moduleSideEffects: [{ test: /\/svelte\/src\/internal\/client\//, sideEffects: false }],
      },
      output: {
        codeSplitting: {
          groups: [
            { name: 'site', test: (id) => EVERYWHERE.some((part) => part.test(id)), priority: 1 },
            // Messages of more than one public page.
            { name: 'words', test: /app\/paraglide\/messages\/(?!office_|gate_|error_)/, minShareCount: 2 },
            { name: 'forms', test: (id) => FORMS.some((part) => part.test(id)), minShareCount: 2 },
            { name: 'office', test: /\/messages\/office_|\/routes\/\(office\)\//, minShareCount: 2 },
            { name: 'gate', test: /\/messages\/gate_|\/routes\/\(gate\)\//, minShareCount: 2 },
          ],
        },
      },
    },
  },
  // A worker in parts loads only what its browser needs.
  worker: { format: 'es' },
  plugins: [
    tailwindcss(),
    // The build has compiled them already.
    !process.env.EVERATO_MESSAGES_COMPILED &&
      paraglideVitePlugin({
        project: './app/project.inlang',
        outdir: './app/paraglide',
        strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
      }),
    integerHash,
    sveltekit(),
    apiReference,
    paperFonts,
  ],
});
