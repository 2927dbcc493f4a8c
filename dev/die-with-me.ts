import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Sends the signal to a child when this process is gone, however it ended: SIGKILL leaves no time for an exit handler.
 * A shell waits for the end of a pipe that only this process holds open.
 */
export function dieWithMe(child: ChildProcess, signal: 'INT' | 'KILL'): void {
  if (process.platform === 'win32') return;
  const script = `cat >/dev/null; kill -s ${signal} ${child.pid} 2>/dev/null`;
  const watch = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watch.unref();
  (watch.stdin as unknown as { unref(): void }).unref();
  watch.stdin.on('error', () => {});
  child.once('exit', () => end(watch.pid!));
}

function end(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
