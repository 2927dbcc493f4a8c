import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Literals that are opened again in the same breath save a line and cost the reader one. */
const PACKED = [
  {
    selector: 'SpreadElement[argument.type="ObjectExpression"]',
    message: 'Write the fields where they belong instead of spreading a literal.',
  },
  {
    selector: 'VariableDeclarator[id.type="ArrayPattern"][init.type="ArrayExpression"]',
    message: 'Give each value a declaration of its own.',
  },
  {
    selector: 'VariableDeclarator[id.type="ObjectPattern"][init.type="ObjectExpression"]',
    message: 'Give each value a declaration of its own.',
  },
];

export default defineConfig(
  globalIgnores(['node_modules', '.svelte-kit', '.build', '.everato', '.wrangler', '**/paraglide', 'migrations/meta']),
  ts.configs.recommended,
  svelte.configs.recommended,
  svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // TypeScript checks names better, types included.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-else-return': 'error',
      'prefer-template': 'error',
      // A fourth positional argument is a guess at the call: pass a named object.
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      'no-restricted-syntax': ['error', ...PACKED],
      // The site is served at the root of its host.
      'svelte/no-navigation-without-resolve': 'off',
      // State is replaced, not mutated: a Map or a Date in it is a value.
      'svelte/prefer-svelte-reactivity': 'off',
      // A mustache around a text keeps the space at its edge.
      'svelte/no-useless-mustaches': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    // Props are declared with `let`, whether or not they are changed.
    rules: { 'prefer-const': 'off' },
  },
);
