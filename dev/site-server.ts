import { createServer, type ProxyOptions } from 'vite';

interface SiteOptions {
  root: string;
  port: number;
  workerUrl: string;
}

/** Serves the site from its sources with hot reload, and forwards everything else to the Worker that runs beside it. */
export async function startSite({
  root,
  port,
  workerUrl,
}: SiteOptions): Promise<{ url: string; stop(): Promise<void> }> {
  // Read by svelte.config.js.
  process.env.EVERATO_WORKER_URL = workerUrl;
  const url = `http://127.0.0.1:${port}`;
  const proxy = Object.fromEntries(['/api', '/parties', '/dev/mail'].map((path) => [path, toWorker(workerUrl, url)]));
  const server = await createServer({
    root,
    server: { host: '127.0.0.1', port, strictPort: true, proxy },
    clearScreen: false,
    logLevel: 'warn',
  });
  await server.listen();
  return { url, stop: () => server.close() };
}

/** The Worker accepts changing calls only from its own site, and this is its own site on another port. */
function toWorker(workerUrl: string, siteUrl: string): ProxyOptions {
  const asOwn = (request: { getHeader(name: string): unknown; setHeader(name: string, value: string): unknown }) => {
    if (request.getHeader('origin') === siteUrl) request.setHeader('origin', workerUrl);
  };
  return {
    target: workerUrl,
    changeOrigin: true,
    ws: true,
    configure: (proxy) => proxy.on('proxyReq', asOwn).on('proxyReqWs', asOwn),
  };
}
