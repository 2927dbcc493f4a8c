import adapter from '@sveltejs/adapter-cloudflare';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/**
 * `npm run dev`: serves pages from their sources; they call the Worker that runs beside them.
 * @type {(workerUrl: string) => import('@sveltejs/kit').Adapter}
 */
const besideWorker = (workerUrl) => ({
  name: 'beside-worker',
  adapt() {
    throw new Error('EVERATO_WORKER_URL is for npm run dev: a build needs no Worker beside it.');
  },
  emulate: () => ({ platform: () => ({ env: { api: (request) => askWorker(workerUrl, request) } }) }),
});

/** @param {string} workerUrl @param {Request} request */
function askWorker(workerUrl, request) {
  const { pathname, search } = new URL(request.url);
  return fetch(new Request(new URL(pathname + search, workerUrl), request));
}

const workerUrl = process.env.EVERATO_WORKER_URL;

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: workerUrl ? besideWorker(workerUrl) : adapter({ config: 'app/adapter.wrangler.toml' }),
    files: {
      appTemplate: 'app/app.html',
      errorTemplate: 'app/error.html',
      assets: 'app/static',
      lib: 'app/lib',
      routes: 'app/routes',
      hooks: { client: 'app/hooks.client', server: 'app/hooks.server', universal: 'app/hooks' },
      serviceWorker: 'app/service-worker',
    },
    alias: {
      $messages: 'app/paraglide/messages',
      $paraglide: 'app/paraglide',
    },
    typescript: {
      config: (config) => ({
        ...config,
        // Run in Node, and checked with the rest of its code.
        exclude: [...config.exclude, '../app/e2e'],
        include: [
          ...config.include.filter((path) => !path.includes('/src/') && !path.includes('/test')),
          '../app/**/*.ts',
          '../app/**/*.js',
          '../app/**/*.svelte',
          // Runs in a browser.
          '../bench/scan-page/*.ts',
        ],
      }),
    },
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self', 'wasm-unsafe-eval'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:', 'blob:', 'https:'],
        'connect-src': ['self', 'ws:', 'wss:'],
        'media-src': ['self', 'blob:'],
        'worker-src': ['self', 'blob:'],
        'frame-ancestors': ['none'],
        'base-uri': ['self'],
        'form-action': ['self', 'https://checkout.stripe.com', 'http://127.0.0.1:*'],
        'object-src': ['none'],
      },
    },
    // Changing calls are checked by the API itself (Origin and JSON); SvelteKit serves no form actions.
    version: { pollInterval: 0 },
    // Only tickets work offline, so only their pages register it.
    serviceWorker: { register: false },
  },
};
