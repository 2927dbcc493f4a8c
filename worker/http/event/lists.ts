import { Hono, type Context } from 'hono';
import type { z } from 'zod';
import { EventList, EventQuery } from '#contract/event/public-event.ts';
import { EventStaffQuery, EventStaffSummary } from '#contract/event/event.ts';
import { listOf } from '#contract/field.ts';
import { listEvents } from '../../usecases/event/list-events.ts';
import { createPublicMemory } from '../../usecases/public-memory.ts';
import type { AppEnv } from '../request/app-env.ts';
import { query } from '../request/body.ts';
import { badCursor, readCursor, writeCursor } from '../request/cursor.ts';
import { describe } from '../request/describe.ts';
import { viewStaffSummary, viewSummary } from './view.ts';
import { refuse } from '../request/refuse.ts';

const remembered = createPublicMemory<z.infer<typeof EventList>>(300);

/** Mounted before the events, so that `staff` in `/events/staff` isn't taken for an event's slug. */
export const eventLists = new Hono<AppEnv>()
  .get('/', describe('Events', 'Search published events', EventList), query(EventQuery), async (c) => {
    const asked = c.req.valid('query');
    const cursor = readCursor(asked.cursor);
    if (cursor === undefined) return refuse(c, badCursor);
    const list = await remembered.get(JSON.stringify(asked), () => listPublic(c, asked, cursor));
    return c.json(list);
  })
  .get(
    '/staff',
    describe('Events (staff)', 'List the events that the caller can see', listOf(EventStaffSummary)),
    query(EventStaffQuery),
    async (c) => {
      const { limit, cursor: text, upcoming, ...filter } = c.req.valid('query');
      const cursor = readCursor(text);
      if (cursor === undefined) return refuse(c, badCursor);
      const wanted = { ...filter, upcoming: upcoming === 'true', limit: limit + 1, cursor };
      const listed = await listEvents(c.env, await c.var.caller(), wanted);
      if (!listed.ok) return refuse(c, listed);
      const { found } = listed;
      const now = c.env.clock.now();
      const items = found.slice(0, limit).map((one) => viewStaffSummary(one, now));
      return c.json({ items, nextCursor: nextCursor(found, limit) });
    },
  );

async function listPublic(
  c: Context<AppEnv>,
  asked: z.infer<typeof EventQuery>,
  cursor: (ReturnType<typeof readCursor> & object) | null,
) {
  const { limit, free, past, from, to, maxPrice, ...filter } = asked;
  const found = await c.env.listing.listPublic({
    ...filter,
    from: from ? new Date(from) : undefined,
    to: to ? new Date(to) : undefined,
    free: free && free === 'true',
    past: past === 'true',
    maxPriceMinor: maxPrice,
    limit: limit + 1,
    cursor,
  });
  const now = c.env.clock.now();
  return {
    items: found.slice(0, limit).map((listed) => viewSummary(listed, now)),
    nextCursor: nextCursor(found, limit),
  };
}

const nextCursor = (found: { cursor: Parameters<typeof writeCursor>[0] }[], limit: number) => {
  const last = found[limit - 1];
  return found.length > limit && last ? writeCursor(last.cursor) : null;
};
