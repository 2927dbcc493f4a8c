import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';
import { startWorkerd, type Workerd } from './workerd.ts';

const program = `
import { DurableObject } from 'cloudflare:workers';
import note from './note.txt';

export class Ledger extends DurableObject {
  async fetch() {
    const sql = this.ctx.storage.sql;
    sql.exec('create table if not exists entries (at integer)');
    sql.exec('insert into entries values (?)', Date.now());
    await this.ctx.storage.sync();
    return Response.json(sql.exec('select count(*) as entries from entries').one().entries);
  }
}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/ledger') return env.LEDGER.get(env.LEDGER.idFromName('one')).fetch(request);
    if (pathname === '/bindings') return Response.json({ note, greeting: env.GREETING });
    if (pathname === '/outbound') return fetch(searchParams.get('to'));
    if (pathname === '/cached') return cached(request);
    if (pathname === '/internal/heartbeat') return Response.json((beats += 1));
    if (pathname === '/beats') return Response.json(beats);
    if (pathname === '/throw') throw new Error('a bug in the Worker');
    return env.ASSETS.fetch(request);
  },
};

let beats = 0;
let made = 0;
async function cached(request) {
  const found = await caches.default.match(request);
  if (found) return found;
  made += 1;
  const headers = { 'cache-control': new URL(request.url).searchParams.get('control') };
  const response = new Response('made ' + made, { headers });
  await caches.default.put(request, response.clone());
  return response;
}
`;

const folder = temporaryFolder('workerd');
const lines: string[] = [];
let workerd: Workerd;

beforeAll(async () => {
  const files: Record<string, string> = {
    'bundle/index.js': program,
    'bundle/note.txt': 'a text module',
    'assets/page.html': '<p>page</p>',
    'assets/module.wasm': 'wasm',
    'assets/app.webmanifest': '{}',
    'assets/_app/immutable/a.js': 'export {}',
    'assets/_headers': '/_app/immutable/*\n  Cache-Control: public, immutable, max-age=31536000\n',
    'wrangler.toml': `name = "claims"
compatibility_date = "2026-11-01"
[[durable_objects.bindings]]
name = "LEDGER"
class_name = "Ledger"
[[migrations]]
tag = "v1"
new_sqlite_classes = ["Ledger"]
`,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder.path, name, '..'), { recursive: true });
    writeFileSync(join(folder.path, name), text);
  }
  workerd = await startWorkerd({
    bundleDir: join(folder.path, 'bundle'),
    assetsDir: join(folder.path, 'assets'),
    storageDir: join(folder.path, 'storage'),
    configPath: join(folder.path, 'wrangler.toml'),
    bindings: { GREETING: 'line one\n"quoted"', HEARTBEAT_TOKEN: 'token' },
    beatsAtStart: true,
    log: (line) => lines.push(line),
  });
});

afterAll(async () => {
  await workerd.stop();
  folder.remove();
});

const get = (path: string, init?: RequestInit) => fetch(`${workerd.url}${path}`, { redirect: 'manual', ...init });
const text = async (path: string) => (await get(path)).text();

test('synced rows of a room survive SIGKILL', async () => {
  expect([await text('/ledger'), await text('/ledger')]).toEqual(['1', '2']);
  await workerd.kill();
  await expect(text('/ledger')).rejects.toThrow('fetch failed');
  await workerd.start();
  expect(await text('/ledger')).toBe('3');
});

test('the first heartbeat comes at the start, and not a minute later', async () => {
  await expect.poll(() => text('/beats')).toBe('1');
});

test('modules and text bindings arrive as they are', async () => {
  expect(JSON.parse(await text('/bindings'))).toEqual({ note: 'a text module', greeting: 'line one\n"quoted"' });
});

test('assets have their types, cache rules and validators, and other paths are 404', async () => {
  const describe = async (path: string) => {
    const { status, headers } = await get(path);
    return [status, headers.get('content-type'), headers.get('cache-control')];
  };
  const revalidated = 'public, max-age=0, must-revalidate';
  expect(await describe('/page')).toEqual([200, 'text/html; charset=utf-8', revalidated]);
  expect(await describe('/module.wasm')).toEqual([200, 'application/wasm', revalidated]);
  expect(await describe('/app.webmanifest')).toEqual([200, 'application/manifest+json', revalidated]);
  const immutable = 'public, immutable, max-age=31536000';
  expect(await describe('/_app/immutable/a.js')).toEqual([200, 'text/javascript; charset=utf-8', immutable]);
  for (const path of ['/_headers', '/_app', '/_app/', '/absent.js', '/..%2fwrangler.toml']) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
  const etag = (await get('/page')).headers.get('etag')!;
  expect((await get('/page', { headers: { 'if-none-match': etag } })).status).toBe(304);
});

test('the Cache API keeps cacheable responses, and only those', async () => {
  const first = await text('/cached?control=max-age=60');
  const second = await text('/cached?control=max-age=60');
  expect(second).toBe(first);
  const third = await text('/cached?control=private');
  const fourth = await text('/cached?control=private');
  expect(fourth).not.toBe(third);
});

test('the Worker reaches servers of this machine', async () => {
  const server = createServer((_request, response) => response.end('reached'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  expect(await text(`/outbound?to=${encodeURIComponent(`http://127.0.0.1:${port}/`)}`)).toBe('reached');
  server.close();
});

test('an exception of the Worker is in the log', async () => {
  expect((await get('/throw')).status).toBe(500);
  await expect.poll(() => lines.join('\n')).toContain('a bug in the Worker');
});

test('a port that is taken is refused with the reason', async () => {
  const options = { bundleDir: join(folder.path, 'bundle'), assetsDir: join(folder.path, 'assets') };
  const second = startWorkerd({
    ...options,
    storageDir: join(folder.path, 'second'),
    configPath: join(folder.path, 'wrangler.toml'),
    bindings: {},
    port: workerd.port,
  });
  await expect(second).rejects.toThrow('in use');
});
