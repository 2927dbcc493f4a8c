import { Hono, type Context, type TypedResponse } from 'hono';
import { z } from 'zod';
import { EventPublic } from '#contract/event/public-event.ts';
import { CreateEvent, EventStaff } from '#contract/event/event.ts';
import { Id } from '#contract/field.ts';
import type { FullEvent } from '#domain/event/event.ts';
import { createEvent } from '../../usecases/event/create-event.ts';
import { findEvent, mayPreview } from '../../usecases/event/find-event.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params, query } from '../request/body.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { toDates } from './input.ts';
import { isPublic, jsonOf, recallEvent } from './memory.ts';
import { viewStaff } from './view.ts';
import { idempotent } from '../request/idempotent.ts';
import { refuse } from '../request/refuse.ts';

const STAFF = 'Events (staff)';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const byId = params(z.object({ id: Id }));
const bySlug = params(z.object({ idOrSlug: z.string().min(1).max(80) }));

export const events = new Hono<AppEnv>()
  .post('/', describeCreated(STAFF, 'Create a draft', EventStaff), idempotent, body(CreateEvent), async (c) => {
    const { sessions, ...fields } = c.req.valid('json');
    const draft = { ...toDates(fields), sessions: sessions?.map(toDates) };
    const created = await createEvent(c.env, await c.var.caller(), draft);
    return created.ok ? c.json(viewStaff(created.fullEvent, c.env.clock.now(), c.env.seals), 201) : refuse(c, created);
  })
  .get(
    '/:idOrSlug',
    describe('Events', 'One event', EventPublic),
    bySlug,
    query(z.object({ preview: z.string().max(200).optional() })),
    async (c) => {
      const fullEvent = await recallEvent(c.env, c.req.valid('param').idOrSlug);
      if (!fullEvent || !(await mayRead(c, fullEvent, c.req.valid('query').preview)))
        return refuse(c, { code: 'not_found' });
      const json = jsonOf(c.env, fullEvent);
      return c.body(json, 200, JSON_TYPE) as Response as Response & TypedResponse<EventPublic, 200, 'json'>;
    },
  )
  .get('/:id/staff', describe(STAFF, 'One event with all that staff edit', EventStaff), byId, async (c) => {
    const found = await findEvent(c.env, await c.var.caller(), c.req.valid('param').id);
    return found.ok ? c.json(viewStaff(found.fullEvent, c.env.clock.now(), c.env.seals)) : refuse(c, found);
  });

/** The caller is resolved for events that aren't public alone: the hot path asks for no session. */
const mayRead = async (c: Context<AppEnv>, fullEvent: FullEvent, secret: string | undefined): Promise<boolean> =>
  isPublic(fullEvent) || mayPreview(c.env, await c.var.caller(), { eventId: fullEvent.event.id, secret });
