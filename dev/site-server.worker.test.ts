import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freePort } from './free-port.ts';
import { startSite } from './site-server.ts';
import { type Stack, startStack } from './stack.ts';

let stack: Stack;
let site: Awaited<ReturnType<typeof startSite>>;

beforeAll(async () => {
  stack = await startStack({ adminUrl: inject('postgresAdminUrl') });
  site = await startSite({ root: resolve(import.meta.dirname, '..'), port: await freePort(), workerUrl: stack.url });
});
afterAll(async () => {
  await site?.stop();
  await stack?.stop();
});

test('the site from its sources calls the Worker beside it, on the server and from the browser', async () => {
  const page = await fetch(site.url);
  expect([page.status, (await page.text()).includes('No events yet')]).toEqual([200, true]);
  const list = await fetch(`${site.url}/api/v1/events`);
  expect(await list.json()).toEqual({ items: [], nextCursor: null });
});

test('the site can change data there, and other sites can’t', async () => {
  const signIn = async (origin: string) => {
    const headers = { origin, 'content-type': 'application/json' };
    const body = JSON.stringify({ email: 'nobody@example.com', password: 'no password at all' });
    const answer = await fetch(`${site.url}/api/v1/auth/sign-in/email`, { method: 'POST', headers, body });
    return ((await answer.json()) as { error: { code: string } }).error.code;
  };
  expect(await signIn(site.url)).toBe('wrong_credentials');
  expect(await signIn('http://other.example')).toBe('wrong_origin');
});
