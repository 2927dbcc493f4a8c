import { watch } from 'node:fs';
import { join } from 'node:path';

const folders = ['worker', 'party', 'emails'];
const made = /(^|\/)(paraglide|project\.inlang)(\/|$)/;

/**
 * Calls `changed` after each burst of changes to the Worker's sources other than the site; never twice at the same
 * time.
 */
export function watchSources(root: string, changed: () => Promise<void>, signal: AbortSignal): void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const note = (_event: string, file: string | null) => {
    if (!file || made.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(changed).catch((error: Error) => console.error(error.message));
    }, 200);
  };
  for (const folder of folders) watch(join(root, folder), { recursive: true, signal }, note).on('error', () => {});
  signal.addEventListener('abort', () => clearTimeout(timer));
}
