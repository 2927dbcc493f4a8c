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
import {
  archive,
  cancel,
  editEvent,
  publish,
  saveGates,
  saveQuestions,
  saveTicketTypes,
  type Decision,
} from '#domain/event/edit.ts';
import type { EventWhole } from '#domain/event/event.ts';
import type { Permission } from '#domain/account/permission.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { changeEvent } from '../../usecases/event/change-event.ts';
import { actor } from '../request/actor.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { toDates } from './input.ts';
import { forgetEvent } from './memory.ts';
import { viewStaff } from './view.ts';
import { refuse } from '../request/refuse.ts';

const STAFF = 'Events (staff)';
const byId = params(z.object({ id: Id }));

/** Mounted beside the events: everything that is decided on one as it stands. */
export const eventChanges = new Hono<AppEnv>()
  .patch(
    '/:id',
    describe(STAFF, 'Edit; the version says what the edit was made on', EventStaff),
    byId,
    body(UpdateEvent),
    async (c) => {
      const { version, ...fields } = c.req.valid('json');
      return answerChange(c, c.req.valid('param').id, 'EDIT_EVENT', 'event.edit', (whole) =>
        editEvent(whole, version, toDates(fields)),
      );
    },
  )
  .put(
    '/:id/ticket-types',
    describe(STAFF, 'All quotas and ticket types at once', EventStaff),
    byId,
    body(SaveTicketTypes),
    async (c) => {
      const { version, quotas, ticketTypes } = c.req.valid('json');
      const wanted = { version, quotas, ticketTypes: ticketTypes.map(toDates) };
      return answerChange(c, c.req.valid('param').id, 'EDIT_EVENT', 'event.ticket_types', (whole) =>
        saveTicketTypes(whole, wanted, c.env.ids.uuid),
      );
    },
  )
  .put('/:id/gates', describe(STAFF, 'All gates at once', EventStaff), byId, body(SaveGates), async (c) => {
    const { gates } = c.req.valid('json');
    return answerChange(c, c.req.valid('param').id, 'EDIT_EVENT', 'event.gates', (whole) =>
      saveGates(whole, gates, c.env.ids.uuid),
    );
  })
  .post('/:id/publish', describe(STAFF, 'Open to the public', EventStaff), byId, async (c) =>
    answerChange(c, c.req.valid('param').id, 'EDIT_EVENT', 'event.publish', (whole) =>
      publish(whole, c.env.clock.now()),
    ),
  )
  .put(
    '/:id/questions',
    describe(STAFF, 'All questions at once; the version says what the edit was made on', EventStaff),
    byId,
    body(SaveQuestions),
    async (c) => {
      const wanted = c.req.valid('json');
      return answerChange(c, c.req.valid('param').id, 'EDIT_EVENT', 'event.questions', (whole) =>
        saveQuestions(whole, wanted, c.env.ids.uuid),
      );
    },
  )
  .post(
    '/:id/cancel',
    describe(STAFF, 'Call the event off: every booking ends, and what was paid goes back if so wished', EventStaff),
    byId,
    body(CancelEvent),
    async (c) => {
      const { refund: cancelRefunds, message: cancelMessage } = c.req.valid('json');
      return answerChange(c, c.req.valid('param').id, 'MANAGE_EVENTS', 'event.cancel', (whole) =>
        cancel(whole, { cancelRefunds, cancelMessage }),
      );
    },
  )
  .post('/:id/archive', describe(STAFF, 'Put away what is over', EventStaff), byId, async (c) =>
    answerChange(c, c.req.valid('param').id, 'MANAGE_EVENTS', 'event.archive', (whole) =>
      archive(whole, c.env.clock.now()),
    ),
  )
  .delete('/:id', describe(STAFF, 'Delete a draft that has no bookings', Done), byId, async (c) => {
    const { id } = c.req.valid('param');
    const caller = await c.var.caller();
    if (!may(caller, 'DELETE_EVENT', id)) return refuse(c, notAllowed(caller));
    const removed = await c.env.events.remove(id, actor(caller));
    if (!removed.ok) return refuse(c, removed);
    forgetEvent(id);
    return c.json({ done: true } as const);
  });

async function answerChange(
  c: Context<AppEnv>,
  id: string,
  permission: Permission,
  action: string,
  decide: (whole: EventWhole) => Decision,
) {
  const caller = await c.var.caller();
  if (!may(caller, permission, id)) return refuse(c, notAllowed(caller));
  const changed: Outcome<{ whole: EventWhole }> = await changeEvent(c.env, id, decide, { ...actor(caller), action });
  if (!changed.ok) return refuse(c, changed);
  forgetEvent(id);
  forgetEvent(changed.whole.event.slug);
  return c.json(viewStaff(changed.whole, c.env.clock.now(), c.env.seals));
}
