import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { Done } from '#contract/account/account.ts';
import {
  CancelEvent,
  EventStaff,
  SaveGates,
  SaveQuestions,
  SaveTicketTypes,
  UpdateEvent,
} from '#contract/event/event.ts';
import { Id } from '#contract/field.ts';
import type { Outcome } from '#domain/refusal.ts';
import type { FullEvent } from '#domain/event/event.ts';
import { changeEvent, type EventChangeCommand } from '../../usecases/event/change-event.ts';
import { deleteEvent } from '../../usecases/event/delete-event.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { toDates } from './input.ts';
import { forgetEvent } from './memory.ts';
import { viewStaff } from './view.ts';
import { refuse } from '../request/refuse.ts';

const STAFF = 'Events (staff)';
const byId = params(z.object({ id: Id }));

/** Mounted beside the events. */
export const eventChanges = new Hono<AppEnv>()
  .patch(
    '/:id',
    describe(STAFF, 'Edit an event; `version` names the version that was edited', EventStaff),
    byId,
    body(UpdateEvent),
    async (c) => {
      const { version, sessions, ...fields } = c.req.valid('json');
      const command = { kind: 'edit', version, fields: toDates(fields), sessions: sessions?.map(toDates) } as const;
      return answerChange(c, c.req.valid('param').id, command);
    },
  )
  .put(
    '/:id/ticket-types',
    describe(STAFF, 'Save all quotas and ticket types', EventStaff),
    byId,
    body(SaveTicketTypes),
    async (c) => {
      const { version, quotas, ticketTypes } = c.req.valid('json');
      const command = { kind: 'ticket_types', version, quotas, ticketTypes: ticketTypes.map(toDates) } as const;
      return answerChange(c, c.req.valid('param').id, command);
    },
  )
  .put(
    '/:id/gates',
    describe(STAFF, 'Save all gates; `version` names the version of the event that was edited', EventStaff),
    byId,
    body(SaveGates),
    async (c) => {
      const { version = null, gates } = c.req.valid('json');
      return answerChange(c, c.req.valid('param').id, { kind: 'gates', version, gates });
    },
  )
  .put(
    '/:id/questions',
    describe(STAFF, 'Save all questions; `version` names the version that was edited', EventStaff),
    byId,
    body(SaveQuestions),
    async (c) => answerChange(c, c.req.valid('param').id, { kind: 'questions', ...c.req.valid('json') }),
  )
  .post('/:id/publish', describe(STAFF, 'Publish a draft', EventStaff), byId, async (c) =>
    answerChange(c, c.req.valid('param').id, { kind: 'publish' }),
  )
  .post(
    '/:id/cancel',
    describe(STAFF, 'Cancel the event: every booking is cancelled, and refunded if requested', EventStaff),
    byId,
    body(CancelEvent),
    async (c) => {
      const { refund: cancelRefunds, message: cancelMessage } = c.req.valid('json');
      return answerChange(c, c.req.valid('param').id, { kind: 'cancel', cancelRefunds, cancelMessage });
    },
  )
  .post('/:id/archive', describe(STAFF, 'Archive an event that has ended', EventStaff), byId, async (c) =>
    answerChange(c, c.req.valid('param').id, { kind: 'archive' }),
  )
  .delete('/:id', describe(STAFF, 'Delete a draft that has no bookings', Done), byId, async (c) => {
    const { id } = c.req.valid('param');
    const deleted = await deleteEvent(c.env, await c.var.caller(), id);
    if (!deleted.ok) return refuse(c, deleted);
    forgetEvent(id);
    return c.json({ done: true } as const);
  });

async function answerChange(c: Context<AppEnv>, eventId: string, command: EventChangeCommand) {
  const changed: Outcome<{ fullEvent: FullEvent }> = await changeEvent(c.env, await c.var.caller(), {
    eventId,
    command,
  });
  if (!changed.ok) return refuse(c, changed);
  forgetEvent(eventId);
  forgetEvent(changed.fullEvent.event.slug);
  return c.json(viewStaff(changed.fullEvent, c.env.clock.now(), c.env.seals));
}
