import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { failCommand } from './command.ts';

/**
 * Generates what type checkers need and the sources lack: messages as functions, and the types of the site's routes.
 */
const root = resolve(import.meta.dirname, '..');
const words = (folder: string) => [
  'compile',
  '--project',
  `./${folder}/project.inlang`,
  '--outdir',
  `./${folder}/paraglide`,
  '--strategy',
  'cookie',
  'preferredLanguage',
  'baseLocale',
  '--emit-ts-declarations',
  '--silent',
];
try {
  run('paraglide-js', words('emails'));
  run('paraglide-js', words('app'));
  run('svelte-kit', ['sync']);
} catch (error) {
  failCommand(error as Error);
}

function run(command: string, args: string[]): void {
  const bin = join(root, 'node_modules/.bin');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  execFileSync(join(bin, command), args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
}
