/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { build, version } from '$service-worker';

const worker = self as unknown as ServiceWorkerGlobalScope;
const CACHE = `everato-${version}`;
/** The files of the door's pages; the previous version stays until this one is complete. */
const DOOR_CACHE = `everato-door-${version}`;
const isDoorCache = (name: string) => name.startsWith('everato-door-');
/** A network that takes longer counts as down, for anyone waiting at a door. */
const DOOR_PATIENCE_MS = 2500;
const isTicketPage = (path: string) => /^\/tickets\/[\w-]+$/.test(path);

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));

/** Ticket pages of the previous version stay until the new version has shown them once. */
async function takeOver() {
  const names = (await caches.keys()).filter(
    (name) => name.startsWith('everato-') && !isDoorCache(name) && name !== CACHE,
  );
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** A page loaded before this worker existed reports its own files. */
worker.addEventListener('message', (event) => {
  const message = event.data as { type?: string; page?: string; pages?: string[]; files?: string[] };
  if (message.type === 'keep-door') event.waitUntil(keepDoor(message.pages ?? [], message.files ?? []));
  if (message.type !== 'keep' || !message.page) return;
  event.waitUntil(
    keep(
      message.page,
      (message.files ?? []).filter((file) => isImmutable(new URL(file))),
    ),
  );
});

async function keep(page: string, files: string[]) {
  const cache = await caches.open(CACHE);
  await Promise.all(
    [...files, page].map(async (file) => (await cache.match(file)) ?? cache.add(file).catch(() => undefined)),
  );
}

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (event.request.mode === 'navigate' && isTicketPage(url.pathname))
    event.respondWith(newestPage(event.request, url.pathname));
  else if (doorKey(url.pathname)) event.respondWith(newestDoor(event.request, doorKey(url.pathname)!));
  else if (isImmutable(url)) event.respondWith(kept(event.request));
});

const isImmutable = (url: URL) => url.origin === worker.location.origin && url.pathname.startsWith('/_app/immutable/');

async function newestPage(request: Request, path: string): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.ok) await (await caches.open(CACHE)).put(path, response.clone());
    return response;
  } catch (lost) {
    const known = await caches.match(path);
    if (known) return known;
    throw lost;
  }
}

/** All events' scanners are one page; its data comes from elsewhere. */
function doorKey(path: string): string | null {
  const data = path.endsWith('/__data.json') ? '/__data.json' : '';
  const page = path.slice(0, path.length - data.length);
  if (page === '/gate') return `/gate${data}`;
  return /^\/gate\/[\w-]+$/.test(page) ? `/gate/event${data}` : null;
}

/** Files first and pages last: a cached door page is complete. */
async function keepDoor(pages: string[], files: string[]) {
  const cache = await caches.open(DOOR_CACHE);
  const own = build.filter((file) => !file.endsWith('/api-reference.js'));
  const parts = [...own, ...files.filter((file) => isImmutable(new URL(file))).map((file) => new URL(file).pathname)];
  await Promise.all([...new Set(parts)].map(async (file) => (await cache.match(file)) ?? cache.add(file)));
  for (const page of pages) {
    const [shell, data] = await Promise.all([fetch(page), fetch(`${page}/__data.json`)]);
    if (!(await isDoor(shell)) || !(await isDoor(data))) return;
    // A page of another version uses other files: it is cached when that version is.
    if (!isMadeOf(await shell.clone().text(), own)) return;
    await cache.put(doorKey(page)!, shell);
    await cache.put(doorKey(`${page}/__data.json`)!, data);
  }
  const others = (await caches.keys()).filter((name) => isDoorCache(name) && name !== DOOR_CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

const isMadeOf = (html: string, files: string[]) =>
  files.some((file) => /entry\/start\./.test(file) && html.includes(file.slice(1)));

/** A response of ours, not a hotel's sign-in page. */
async function isDoor(answer: Response): Promise<boolean> {
  if (!answer.ok || answer.redirected) return false;
  const text = await answer.clone().text();
  return text.includes('/_app/immutable/entry/start.') || text.startsWith('{"type":"data"');
}

async function newestDoor(request: Request, key: string): Promise<Response> {
  const known = await caches.match(key);
  const fresh = fetch(request).then(async (answer) => {
    if (known && !(await isDoor(answer))) throw new Error('not the door');
    return answer;
  });
  if (!known) return fresh;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(known.clone()), DOOR_PATIENCE_MS));
  return Promise.race([fresh, late]).catch(() => known);
}

async function kept(request: Request): Promise<Response> {
  const known = await caches.match(request.url);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request.url, response.clone());
  return response;
}
