import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import { askDoor } from '../../usecases/door/ask-door.ts';
import type { AppEnv } from '../request/app-env.ts';
import { params, query } from '../request/body.ts';
import { REFUSED } from '../request/describe.ts';
import { isKnownDoor } from '../request/known-events.ts';
import { refuse } from '../request/refuse.ts';

/** Everything that a scanner needs to go on with no network. */
export const doorPack = new Hono<AppEnv>().get(
  '/event/:eventId/pack',
  describeRoute({
    tags: ['Door'],
    summary: 'What a scanner carries to decide alone: whole, or what changed since the cursor of an earlier one',
    responses: {
      200: { description: 'The pack, gzipped', content: { 'application/octet-stream': {} } },
      default: REFUSED,
    },
  }),
  params(z.object({ eventId: Id })),
  query(z.object({ since: z.string().max(100).optional() })),
  async (c) => {
    const { eventId } = c.req.valid('param');
    const caller = await c.var.caller();
    if (!may(caller, 'CHECK_IN', eventOfDoor(eventId))) return refuse(c, notAllowed(caller));
    if (!(await isKnownDoor(c.env, caller, eventId))) return refuse(c, { code: 'not_found' });
    const { since = null } = c.req.valid('query');
    const outcome = await askDoor(c.env, eventId, (door) => door.pack(since));
    if (!outcome.ok) return refuse(c, outcome);
    // Compressed as a file is, not as a transfer: no one on the way unpacks and packs it again.
    return c.body(outcome.bytes as Uint8Array<ArrayBuffer>, 200, {
      'Content-Type': 'application/octet-stream',
      'Cache-Control': 'no-store',
    });
  },
);
