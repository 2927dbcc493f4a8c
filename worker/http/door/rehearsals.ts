import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { Rehearsal } from '#contract/door/rehearsal.ts';
import { formatNumber } from '#domain/ticket/number.ts';
import { listPracticeTickets } from '../../usecases/door/list-practice-tickets.ts';
import { beginRehearsal, endRehearsal } from '../../usecases/door/rehearse.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Door';
const byId = params(z.object({ id: Id }));

/** Mounted beside the events: `/events/{id}/rehearsal`, a door for practice whose scans count nowhere. */
export const rehearsals = new Hono<AppEnv>()
  .get(
    '/:id/rehearsal',
    describe(TAG, 'List the rehearsal’s tickets, and whether one is running', Rehearsal),
    byId,
    (c) => practice(c, c.req.valid('param').id),
  )
  .post(
    '/:id/rehearsal',
    describe(TAG, 'Start a rehearsal; a running one restarts', Rehearsal),
    byId,
    body(z.object({})),
    async (c) => {
      const { id } = c.req.valid('param');
      const begun = await beginRehearsal(c.env, await c.var.caller(), id);
      return begun.ok ? practice(c, id) : refuse(c, begun);
    },
  )
  .delete('/:id/rehearsal', describe(TAG, 'End the rehearsal', Rehearsal), byId, async (c) => {
    const { id } = c.req.valid('param');
    const ended = await endRehearsal(c.env, await c.var.caller(), id);
    return ended.ok ? practice(c, id) : refuse(c, ended);
  });

async function practice(c: Context<AppEnv>, eventId: string) {
  const listed = await listPracticeTickets(c.env, await c.var.caller(), eventId);
  if (!listed.ok) return refuse(c, listed);
  const { doorId, rehearsal, tickets } = listed;
  const running = rehearsal && { since: rehearsal.since.toISOString(), until: rehearsal.until.toISOString() };
  return c.json({
    doorId,
    running,
    tickets: tickets.map(({ ticket: { number, attendeeName }, typeName, code, expect, partySize }) => ({
      number: formatNumber(number),
      code,
      attendeeName,
      typeName,
      expect,
      partySize,
    })),
  });
}
