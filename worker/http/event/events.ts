import { Hono, type Context, type TypedResponse } from 'hono';
import { z } from 'zod';
import { EventPublic } from '#contract/event/public-event.ts';
import { CreateEvent, EventStaff } from '#contract/event/event.ts';
import { Id } from '#contract/field.ts';
import type { EventWhole } from '#domain/event/event.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { createEvent } from '../../usecases/event/create-event.ts';
import { actor } from '../request/actor.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params, query } from '../request/body.ts';
import { describe } from '../request/describe.ts';
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
  .post('/', describe(STAFF, 'Create a draft', EventStaff, 201), idempotent, body(CreateEvent), async (c) => {
    const caller = await c.var.caller();
    if (!may(caller, 'CREATE_EVENT')) return refuse(c, notAllowed(caller));
    const created = await createEvent(c.env, toDates(c.req.valid('json')), actor(caller));
    if (!created.ok) return refuse(c, created);
    return c.json(viewStaff(created.whole, c.env.clock.now(), c.env.seals), 201);
  })
  .get(
    '/:idOrSlug',
    describe('Events', 'One event', EventPublic),
    bySlug,
    query(z.object({ preview: z.string().max(200).optional() })),
    async (c) => {
      const { idOrSlug } = c.req.valid('param');
      const whole = await recallEvent(c.env, idOrSlug);
      if (!whole || !(await mayRead(c, whole, c.req.valid('query').preview))) return refuse(c, { code: 'not_found' });
      const json = jsonOf(c.env, whole);
      return c.body(json, 200, JSON_TYPE) as Response as Response & TypedResponse<EventPublic, 200, 'json'>;
    },
  )
  .get('/:id/staff', describe(STAFF, 'One event with all that staff edit', EventStaff), byId, async (c) => {
    const { id } = c.req.valid('param');
    const caller = await c.var.caller();
    if (!may(caller, 'VIEW_EVENT', id)) return refuse(c, notAllowed(caller));
    const whole = await c.env.events.find(id);
    if (!whole) return refuse(c, { code: 'not_found' });
    return c.json(viewStaff(whole, c.env.clock.now(), c.env.seals));
  });

/** Drafts and archived events are for staff, and for whoever was given the preview's address. */
async function mayRead(c: Context<AppEnv>, whole: EventWhole, preview: string | undefined): Promise<boolean> {
  const { event } = whole;
  if (isPublic(whole)) return true;
  if (preview && c.env.seals.isLinkToken(preview, { scope: 'preview', id: event.id, version: 1 })) return true;
  return may(await c.var.caller(), 'VIEW_EVENT', event.id);
}
