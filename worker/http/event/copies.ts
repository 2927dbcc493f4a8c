import { Hono } from 'hono';
import { z } from 'zod';
import { EventStaff } from '#contract/event/event.ts';
import { Id } from '#contract/field.ts';
import { duplicateEvent } from '../../usecases/event/duplicate-event.ts';
import type { AppEnv } from '../request/app-env.ts';
import { params } from '../request/body.ts';
import { describeCreated } from '../request/describe.ts';
import { viewStaff } from './view.ts';
import { idempotent } from '../request/idempotent.ts';
import { refuse } from '../request/refuse.ts';

const STAFF = 'Events (staff)';
const byId = params(z.object({ id: Id }));

/** Mounted beside the events. */
export const eventCopies = new Hono<AppEnv>().post(
  '/:id/duplicate',
  describeCreated(STAFF, 'Create a draft like this event', EventStaff),
  idempotent,
  byId,
  async (c) => {
    const made = await duplicateEvent(c.env, await c.var.caller(), c.req.valid('param').id);
    return made.ok ? c.json(viewStaff(made.fullEvent, c.env.clock.now(), c.env.seals), 201) : refuse(c, made);
  },
);
