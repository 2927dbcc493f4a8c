/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { version } from '$service-worker';

const worker = self as unknown as ServiceWorkerGlobalScope;
const CACHE = `everato-${version}`;
const isTicketPage = (path: string) => /^\/tickets\/[\w-]+$/.test(path);

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));

/** Tickets' pages of the version before are kept until the new version has shown them once. */
async function takeOver() {
  const names = (await caches.keys()).filter((name) => name.startsWith('everato-') && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** A page that was loaded before this worker existed says what it is made of. */
worker.addEventListener('message', (event) => {
  const message = event.data as { type?: string; page?: string; files?: string[] };
  if (message.type !== 'keep' || !message.page) return;
  const files = (message.files ?? []).filter((file) => isImmutable(new URL(file)));
  event.waitUntil(keep(message.page, files));
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

async function kept(request: Request): Promise<Response> {
  const known = await caches.match(request.url);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request.url, response.clone());
  return response;
}
