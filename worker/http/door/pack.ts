import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { loadPack } from '../../usecases/door/view-door.ts';
import type { AppEnv } from '../request/app-env.ts';
import { params, query } from '../request/body.ts';
import { REFUSED } from '../request/describe.ts';
import { refuse } from '../request/refuse.ts';

/** Everything that a scanner needs to continue without a network. */
export const doorPack = new Hono<AppEnv>().get(
  '/event/:eventId/pack',
  describeRoute({
    tags: ['Door'],
    summary: 'What a scanner needs to decide offline: all of it, or what changed since an earlier pack’s cursor',
    responses: {
      200: { description: 'The pack, gzipped', content: { 'application/octet-stream': {} } },
      default: REFUSED,
    },
  }),
  params(z.object({ eventId: Id })),
  query(z.object({ since: z.string().max(100).optional() })),
  async (c) => {
    const { since = null } = c.req.valid('query');
    const outcome = await loadPack(c.env, await c.var.caller(), { doorId: c.req.valid('param').eventId, since });
    if (!outcome.ok) return refuse(c, outcome);
    // Compressed as a file, not by Content-Encoding, so that no proxy unpacks and packs it again.
    return c.body(outcome.bytes as Uint8Array<ArrayBuffer>, 200, {
      'Content-Type': 'application/octet-stream',
      'Cache-Control': 'no-store',
    });
  },
);
