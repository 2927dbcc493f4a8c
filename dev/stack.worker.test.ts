import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startStack } from './stack.ts';

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a stack runs everything on its own, survives a crash of the Worker, and leaves nothing behind', async () => {
  const stack = await startStack({ mailbox: true, stripe: true, logConnections: true });
  const { postgres, worker } = stack;
  const client = new pg.Client({ connectionString: stack.databaseUrl, application_name: 'everato-claim' });
  await client.connect();
  const { rows } = await client.query(`select count(*)::int as tables from pg_tables where schemaname = 'public'`);
  expect(rows[0].tables).toBeGreaterThan(0);
  await client.end();
  await expect.poll(() => stack.connectionsOf('everato-claim')).toBe(1);

  expect((await fetch(stack.url)).status).toBe(200);
  await createTransport(stack.mailbox!.smtpUrl).sendMail({ from: 'a@x.org', to: 'b@x.org', text: 'caught' });
  expect((await stack.mailbox!.messages()).map((message) => message.to)).toEqual([['b@x.org']]);
  expect((await fetch(`${stack.stripe!.url}/v1/events`)).status).toBe(401);
  await worker.kill();
  await expect(fetch(stack.url)).rejects.toThrow('fetch failed');
  await worker.start();
  expect((await fetch(stack.url)).status).toBe(200);

  const pids = [postgres!.pid, worker.pid];
  expect(pids.map(isAlive)).toEqual([true, true]);
  await stack.stop();
  expect(pids.map(isAlive)).toEqual([false, false]);
  expect(existsSync(join(postgres!.dataDir, 'PG_VERSION'))).toBe(false);
});
