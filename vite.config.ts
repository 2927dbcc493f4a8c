import { readFileSync } from 'node:fs';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';

/** The script of /api/docs, served by ourselves. */
const apiReference: Plugin = {
  name: 'api-reference',
  apply: 'build',
  generateBundle() {
    if (this.environment.name !== 'client') return;
    const source = readFileSync('node_modules/@scalar/api-reference/dist/browser/standalone.js');
    this.emitFile({ type: 'asset', fileName: '_app/immutable/api-reference.js', source });
  },
};

export default defineConfig({
  // The oldest browsers that the site promises to work in.
  build: {
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // One file instead of dozens of a hundred bytes each: what more than one public page says.
            { name: 'words', test: /app\/paraglide\/messages\/(?!office_|gate_|error_)/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  plugins: [
    tailwindcss(),
    paraglideVitePlugin({
      project: './app/project.inlang',
      outdir: './app/paraglide',
      strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
    }),
    sveltekit(),
    apiReference,
  ],
});
