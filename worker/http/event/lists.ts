import { Hono, type Context } from 'hono';
import type { z } from 'zod';
import { EventList, EventQuery } from '#contract/event/public-event.ts';
import { EventStaffQuery, EventStaffSummary } from '#contract/event/event.ts';
import { listOf } from '#contract/field.ts';
import { mayForSome, notAllowed } from '#domain/account/caller.ts';
import type { AppEnv } from '../request/app-env.ts';
import { query } from '../request/body.ts';
import { badCursor, readCursor, writeCursor } from '../request/cursor.ts';
import { describe } from '../request/describe.ts';
import { viewStaffSummary, viewSummary } from './view.ts';
import { createPublicMemory } from '../request/public-memory.ts';
import { refuse } from '../request/refuse.ts';

const remembered = createPublicMemory<z.infer<typeof EventList>>(300);

/** Mounted before the events: `/events/staff` is no event's name. */
export const eventLists = new Hono<AppEnv>()
  .get('/', describe('Events', 'Published events, found and sorted', EventList), query(EventQuery), async (c) => {
    const asked = c.req.valid('query');
    const cursor = readCursor(asked.cursor);
    if (cursor === undefined) return refuse(c, badCursor);
    const list = await remembered.get(JSON.stringify(asked), () => listPublic(c, asked, cursor));
    return c.json(list);
  })
  .get(
    '/staff',
    describe('Events (staff)', 'All events that the caller may see', listOf(EventStaffSummary)),
    query(EventStaffQuery),
    async (c) => {
      const caller = await c.var.caller();
      if (caller.kind !== 'user' || !mayForSome(caller, 'VIEW_EVENT')) return refuse(c, notAllowed(caller));
      const { limit, cursor: text, upcoming, ...filter } = c.req.valid('query');
      const cursor = readCursor(text);
      if (cursor === undefined) return refuse(c, badCursor);
      const eventIds = caller.user.eventIds && [...caller.user.eventIds];
      const found = await c.env.listing.listForStaff({
        ...filter,
        upcoming: upcoming === 'true',
        eventIds,
        limit: limit + 1,
        cursor,
      });
      const now = c.env.clock.now();
      const items = found.slice(0, limit).map((listed) => viewStaffSummary(listed, now));
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
