// npm start: runs everything that Everato needs on this machine. With --watch, changes of the site show right away, and
// changes of the Worker are built and run.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { nextFreePort } from './free-port.ts';
import { launch } from './launch.ts';
import { UndoList } from './undo.ts';
import { watchSources } from './watch-sources.ts';

const root = resolve(import.meta.dirname, '..');
const folder = resolve(root, '.everato');
const undo = new UndoList();
const stopping = new AbortController();

async function stop(exitCode: number): Promise<never> {
  stopping.abort();
  await undo.run().catch((error: Error) => console.error(error.message));
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second Ctrl-C exits right away. Child processes end with us.
    if (stopping.signal.aborted) process.exit(1);
    console.log('\nStopping.');
    void stop(0);
  });
}

try {
  mkdirSync(folder, { recursive: true });
  const { summary, workerUrl, reload } = await launch({
    root,
    folder,
    undo,
    signal: stopping.signal,
    progress: (line) => console.log(`· ${line}`),
    onCrash: (part) => {
      console.error(`${part} has ended unexpectedly. Nothing that was answered is lost: start again.`);
      void stop(1);
    },
  });
  console.log(summary);
  if (process.argv.includes('--watch')) {
    const { startSite } = await import('./site-server.ts');
    const port = await nextFreePort(Number(new URL(workerUrl).port) + 1);
    const site = await startSite({ root, port, workerUrl });
    undo.add(() => site.stop());
    watchSources(root, reload, stopping.signal);
    console.log(`The site with hot reload: ${site.url}`);
  }
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error((error as Error).message);
    void stop(1);
  }
}
