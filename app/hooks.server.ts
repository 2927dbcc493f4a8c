import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handle, HandleFetch, HandleServerError } from '@sveltejs/kit';
import { m } from '$messages';
import {
  baseLocale,
  extractLocaleFromRequestWithStrategies,
  overwriteServerAsyncLocalStorage,
  strategy,
  type ParaglideAsyncLocalStorage,
} from '$paraglide/runtime';

// Paraglide's own middleware copies each request for addresses that name a language; ours never do.
const spoken: ParaglideAsyncLocalStorage = new AsyncLocalStorage();
overwriteServerAsyncLocalStorage(spoken);

export const handle: Handle = ({ event, resolve }) => {
  const locale = extractLocaleFromRequestWithStrategies(event.request, strategy, event.url);
  return spoken.run({ locale, origin: event.url.origin, messageCalls: new Set() }, () =>
    resolve(event, {
      // app.html already names the base locale: a page in it is not copied.
      transformPageChunk: ({ html }) =>
        locale === baseLocale ? html : html.replace(`lang="${baseLocale}"`, `lang="${locale}"`),
      // Every page uses the Latin part of the font; loading it after the style sheet would show the fallback first.
      preload: ({ type, path }) =>
        type === 'font' ? path.includes('figtree-latin.') : type === 'js' || type === 'css',
      // The headers that the browser's own fetch would see, so that hydration needs no second request.
      filterSerializedResponseHeaders: (name) => name === 'content-type',
    }),
  );
};

const PUBLIC_EVENT = /^\/api\/v1\/events\/([a-z0-9-]+)$/;

/** A Worker that calls itself over the network is refused on some routes, and slow on the others. */
export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const { origin, pathname, search } = new URL(request.url);
  const isOwnApi = origin === event.url.origin && pathname.startsWith('/api/');
  if (!isOwnApi || !event.platform?.env?.api) return fetch(request);
  // At an on-sale everyone requests the same event: it is in memory, and needs no router.
  const slug = request.method === 'GET' && search === '' ? PUBLIC_EVENT.exec(pathname)?.[1] : undefined;
  const json = slug && (await event.platform.env.publicEvent(slug));
  if (json) return new Response(json, { headers: { 'content-type': 'application/json' } });
  const cookie = event.request.headers.get('cookie');
  if (cookie) request.headers.set('cookie', cookie);
  return event.platform.env.api(request);
};

export const handleError: HandleServerError = ({ error, status, event }) => {
  if (status !== 404) console.error(`${event.request.method} ${event.url.pathname}`, error);
  return { message: status === 404 ? m.error_not_found() : m.error_internal() };
};
