import { existsSync } from 'node:fs';

/** Adds the file's variables; those already in the environment win. */
export function loadEnvFile(path: string): void {
  if (existsSync(path)) process.loadEnvFile(path);
}
