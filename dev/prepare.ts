import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { compileMessages } from './bundle.ts';
import { failCommand } from './command.ts';

/**
 * Generates what type checkers need and the sources lack: messages as functions, and the types of the site's routes.
 */
const root = resolve(import.meta.dirname, '..');
try {
  run('paraglide-js', compileMessages('emails'));
  run('paraglide-js', compileMessages('app'));
  run('svelte-kit', ['sync']);
} catch (error) {
  failCommand(error as Error);
}

function run(command: string, args: string[]): void {
  const bin = join(root, 'node_modules/.bin');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  execFileSync(join(bin, command), args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
}
