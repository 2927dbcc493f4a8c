import { handleDoorSocket } from '../party/door/open-socket.ts';
import { createDeps } from './compose/request.ts';
import type { Deps } from './deps.ts';
import { previewMails } from './dev-mail.ts';
import type { Env } from './env.ts';
import { handleHeartbeat, heartbeat } from './heartbeat.ts';
import { createApi } from './http/api.ts';
import { serveDocs } from './http/docs-page.ts';
import { recallPublicEvent } from './http/event/memory.ts';
import { servePage } from './http/event/page-memory.ts';
import { withSecurityHeaders } from './http/request/security-headers.ts';
import { consoleLog } from './outside/system.ts';
import { serveSite } from './site.ts';

export { BoxOffice } from '../party/box-office.ts';
export { Door } from '../party/door.ts';
export { Postman } from '../party/postman.ts';

const DOOR_SOCKET = /^\/parties\/door\/([^/]+)$/;
const api = createApi();

export default {
  async fetch(request, env, ctx) {
    // The runtime builds the address from the Host header without a check, and all code below reads the address.
    if (!namesHost(request)) return new Response('The Host header names no host.', { status: 400 });
    try {
      return await servePage(request, async () => withSecurityHeaders(request, await route(request, env, ctx)));
    } catch (error) {
      consoleLog.error('request failed', {
        path: new URL(request.url).pathname,
        error: String(error),
        stack: (error as Error).stack,
      });
      return new Response('Something went wrong on our side.', { status: 500 });
    }
  },
  async scheduled(_controller, env, ctx) {
    await heartbeat(env, ctx);
  },
} satisfies ExportedHandler<Env>;

/** A slash in it would move the path. */
const namesHost = ({ url, headers }: Request) => URL.canParse(url) && !/[\s/\\?#@]/.test(headers.get('host') ?? '');

async function route(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/api/docs' || pathname === '/api/docs/reference.js') return serveDocs(request, env.ASSETS);
  if (pathname.startsWith('/api/')) return callApi(request, env, ctx);
  if (pathname === '/internal/heartbeat') return handleHeartbeat(request, env, ctx);
  const doorOf = DOOR_SOCKET.exec(pathname)?.[1];
  if (doorOf) return handleDoorSocket(request, env, doorOf);
  if (env.DEV === '1' && /^\/dev\/mail(\/|$)/.test(pathname)) return previewMails(request);
  // No one may address rooms or internal paths from outside.
  if (/^\/(parties|internal)\//.test(pathname)) return new Response(null, { status: 404 });
  return serveSite(request, {
    ASSETS: env.ASSETS,
    api: (inner) => callApi(inner, env, ctx),
    publicEvent: (slug) => withDeps(env, ctx, (deps) => recallPublicEvent(deps, slug)),
  });
}

const callApi = (request: Request, env: Env, ctx: ExecutionContext) =>
  withDeps(env, ctx, async (deps) => api.fetch(request, deps, ctx));

async function withDeps<T>(env: Env, ctx: ExecutionContext, work: (deps: Deps) => Promise<T>): Promise<T> {
  const { deps, close } = createDeps(env, ctx);
  try {
    return await work(deps);
  } finally {
    close();
  }
}
