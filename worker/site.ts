// @ts-expect-error Built by Vite from app/; it has no declarations.
import { manifest } from '../.svelte-kit/cloudflare-tmp/manifest.js';
// @ts-expect-error The same.
import { Server as SiteServer } from '../.svelte-kit/output/server/index.js';

/** The site's bindings: not a copy of all bindings for each page. See app/app.d.ts. */
export interface SiteBindings {
  ASSETS: Pick<Fetcher, 'fetch'>;
  api: (request: Request) => Promise<Response>;
  publicEvent: (slug: string) => Promise<string | null>;
}

interface Server {
  init(given: { env: object }): Promise<void>;
  respond(request: Request, given: { platform: object; getClientAddress(): string }): Promise<Response>;
}

const server: Server = new SiteServer(manifest);
const ready = server.init({ env: {} });
const files: ReadonlySet<string> = manifest.assets;

/**
 * Calls SvelteKit's pages. The adapter's own Worker would look into the Cache API, where we put nothing, before each of
 * them; its other work is done here.
 */
export async function serveSite(request: Request, bindings: SiteBindings): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (files.has(pathname.slice(1)) || pathname.startsWith('/_app/')) return bindings.ASSETS.fetch(request);
  await ready;
  return server.respond(request, {
    platform: { env: bindings },
    getClientAddress: () => request.headers.get('cf-connecting-ip') ?? '127.0.0.1',
  });
}
