import { existsSync } from 'node:fs';

/** Adds what the file says; what the environment has already, wins. */
export function loadEnvFile(path: string): void {
  if (existsSync(path)) process.loadEnvFile(path);
}
