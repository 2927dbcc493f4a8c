import { Hono } from 'hono';
import { z } from 'zod';
import { EventAvailability } from '#contract/event/availability.ts';
import { Id } from '#contract/field.ts';
import type { StockView } from '#domain/event/inventory.ts';
import type { AppEnv } from '../request/app-env.ts';
import { params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { isKnownEvent } from '../../usecases/event/known-event.ts';
import { createPublicMemory } from '../../usecases/public-memory.ts';
import { refuse } from '../request/refuse.ts';

const memory = createPublicMemory<StockView | null>(500);

/** Mounted beside the events: `/events/{id}/availability`. */
export const eventAvailability = new Hono<AppEnv>().get(
  '/:id/availability',
  describe('Events', 'Remaining tickets, as far as the organizer shows them; at most a second old', EventAvailability),
  params(z.object({ id: Id })),
  async (c) => {
    const { id } = c.req.valid('param');
    if (!(await isKnownEvent(c.env, id))) return refuse(c, { code: 'not_found' });
    const stock = await memory.get(id, () => c.env.rooms.boxOffice(id).availability());
    return stock ? c.json(stock) : refuse(c, { code: 'not_found' });
  },
);
