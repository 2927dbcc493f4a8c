import { Hono } from 'hono';
import { z } from 'zod';
import { EventStaff } from '#contract/event/event.ts';
import { Id } from '#contract/field.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { duplicateEvent } from '../../usecases/event/duplicate-event.ts';
import { actor } from '../request/actor.ts';
import type { AppEnv } from '../request/app-env.ts';
import { params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { viewStaff } from './view.ts';
import { idempotent } from '../request/idempotent.ts';
import { refuse } from '../request/refuse.ts';

const STAFF = 'Events (staff)';
const byId = params(z.object({ id: Id }));

/** Mounted beside the events. */
export const eventCopies = new Hono<AppEnv>().post(
  '/:id/duplicate',
  describe(STAFF, 'A new draft like this event', EventStaff, 201),
  idempotent,
  byId,
  async (c) => {
    const { id } = c.req.valid('param');
    const caller = await c.var.caller();
    if (!may(caller, 'CREATE_EVENT') || !may(caller, 'VIEW_EVENT', id)) return refuse(c, notAllowed(caller));
    const made = await duplicateEvent(c.env, id, actor(caller));
    if (!made.ok) return refuse(c, made);
    return c.json(viewStaff(made.whole, c.env.clock.now(), c.env.seals), 201);
  },
);
