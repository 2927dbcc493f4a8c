import { expect, test } from 'vitest';
import { servePage } from './page-memory.ts';

let made = 0;
const render = async () => new Response(`page ${++made}`, { headers: { 'content-type': 'text/html' } });

/** Whether the second visitor gets the page that was made for the first. */
async function isKept(address: string, headers: Record<string, string> = {}): Promise<boolean> {
  const ask = async () =>
    (await servePage(new Request(`https://tickets.example.com${address}`, { headers }), render)).text();
  return (await ask()) === (await ask());
}

test('the list and event pages are made once for all visitors', async () => {
  for (const address of ['/', '/?q=jazz', '/events/lanterns', '/events/lanterns?tickets=a:2'])
    expect([address, await isKept(address)]).toEqual([address, true]);
});

test('a preview is never kept, however its name is spelled', async () => {
  for (const query of ['preview=secret', 'a=1&preview=secret', 'previe%77=secret', '%70%72eview=secret', 'preview'])
    expect([query, await isKept(`/events/lanterns?${query}`)]).toEqual([query, false]);
});

test('a page of one person is never kept', async () => {
  for (const address of ['/account', '/bookings/0199c0de-0000-7000-8000-000000000001', '/events/lanterns/book'])
    expect([address, await isKept(address)]).toEqual([address, false]);
  expect(await isKept('/events/harbour', { cookie: 'everato.session_token=x' })).toBe(false);
});
