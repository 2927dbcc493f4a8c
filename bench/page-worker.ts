import { Hono } from 'hono';
import worker from '../worker/index.ts';
import type { Env } from '../worker/env.ts';

export { BoxOffice, Door, Postman } from '../worker/index.ts';

const bare = new Hono().get('/bare', (c) => c.json({ status: 'ok' }));

/** The whole Worker, and the smallest Hono route beside it: the yardstick of `npm run bench page`. */
export default {
  fetch: (request, env, ctx) =>
    request.url.endsWith('/bare') ? bare.fetch(request, env, ctx) : worker.fetch(request, env, ctx),
} satisfies ExportedHandler<Env>;
