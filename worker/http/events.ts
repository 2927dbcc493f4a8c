import { Hono, type Context, type TypedResponse } from 'hono';
import { z } from 'zod';
import {
  CreateEvent,
  EventList,
  EventPublic,
  EventQuery,
  EventStaff,
  EventStaffQuery,
  EventStaffSummary,
} from '../contract/event.ts';
import { CancelEvent, SaveGates, SaveQuestions, SaveTicketTypes, UpdateEvent } from '../contract/event.ts';
import { Done } from '../contract/account.ts';
import { Id, listOf } from '../contract/field.ts';
import type { Actor, Deps } from '../deps.ts';
import type { Caller } from '../domain/caller.ts';
import {
  archive,
  cancel,
  editEvent,
  publish,
  saveGates,
  saveQuestions,
  saveTicketTypes,
  type Decision,
} from '../domain/event-edit.ts';
import type { EventWhole } from '../domain/event.ts';
import { may, mayForSome, notAllowed, type Permission } from '../domain/permission.ts';
import type { Outcome } from '../domain/refusal.ts';
import { changeEvent } from '../usecases/change-event.ts';
import { createEvent } from '../usecases/create-event.ts';
import { duplicateEvent } from '../usecases/duplicate-event.ts';
import type { AppEnv } from './app-env.ts';
import { body, params, query } from './body.ts';
import { badCursor, readCursor, writeCursor } from './cursor.ts';
import { describe } from './describe.ts';
import { toDates } from './event-input.ts';
import { viewStaff, viewStaffSummary, viewSummary } from './event-view.ts';
import { idempotent } from './idempotent.ts';
import { publicEventJson } from './public-event-json.ts';
import { createPublicMemory } from './public-memory.ts';
import { refuse } from './refuse.ts';

const PUBLIC = 'Events';
const STAFF = 'Events (staff)';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const byId = params(z.object({ id: Id }));
const bySlug = params(z.object({ idOrSlug: z.string().min(1).max(80) }));

const remembered = createPublicMemory<EventWhole | null>(500);
const rememberedLists = createPublicMemory<z.infer<typeof EventList>>(300);

export const events = new Hono<AppEnv>()
  .get('/', describe(PUBLIC, 'Published events, found and sorted', EventList), query(EventQuery), async (c) => {
    const asked = c.req.valid('query');
    const cursor = readCursor(asked.cursor);
    if (cursor === undefined) return refuse(c, badCursor);
    const list = await rememberedLists.get(JSON.stringify(asked), () => listPublic(c, asked, cursor));
    return c.json(list);
  })
  .get(
    '/staff',
    describe(STAFF, 'All events that the caller may see', listOf(EventStaffSummary)),
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
  )
  .post('/', describe(STAFF, 'Create a draft', EventStaff, 201), idempotent, body(CreateEvent), async (c) => {
    const caller = await c.var.caller();
    if (!may(caller, 'CREATE_EVENT')) return refuse(c, notAllowed(caller));
    const created = await createEvent(c.env, toDates(c.req.valid('json')), actor(caller));
    if (!created.ok) return refuse(c, created);
    return c.json(viewStaff(created.whole, c.env.clock.now(), c.env.seals), 201);
  })
  .get(
    '/:idOrSlug',
    describe(PUBLIC, 'One event', EventPublic),
    bySlug,
    query(z.object({ preview: z.string().max(200).optional() })),
    async (c) => {
      const { idOrSlug } = c.req.valid('param');
      const whole = await recall(c.env, idOrSlug);
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
  })
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
  .post(
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
  )
  .delete('/:id', describe(STAFF, 'Delete a draft that has no bookings', Done), byId, async (c) => {
    const { id } = c.req.valid('param');
    const caller = await c.var.caller();
    if (!may(caller, 'DELETE_EVENT', id)) return refuse(c, notAllowed(caller));
    const removed = await c.env.events.remove(id, actor(caller));
    if (!removed.ok) return refuse(c, removed);
    remembered.forget(id);
    return c.json({ done: true } as const);
  });

type Ctx = Context<AppEnv>;

const recall = (deps: Deps, idOrSlug: string) => remembered.get(idOrSlug, () => deps.events.find(idOrSlug));
const jsonOf = (deps: Deps, whole: EventWhole) =>
  publicEventJson(whole, deps.clock.now(), { baseUrl: deps.baseUrl, paymentAvailable: deps.configured.stripe });
const isPublic = ({ event }: EventWhole) => event.status === 'published' || event.status === 'cancelled';

/** What `GET /events/{idOrSlug}` answers to everybody, for the site's own page; null where the API has to be asked. */
export async function recallPublicEvent(deps: Deps, idOrSlug: string): Promise<string | null> {
  const whole = await recall(deps, idOrSlug);
  return whole && isPublic(whole) ? jsonOf(deps, whole) : null;
}

export function actor(caller: Caller): Actor {
  return caller.kind === 'user'
    ? { userId: caller.user.id, name: caller.user.name }
    : { userId: null, name: caller.kind };
}

async function answerChange(
  c: Ctx,
  id: string,
  permission: Permission,
  action: string,
  decide: (whole: EventWhole) => Decision,
) {
  const caller = await c.var.caller();
  if (!may(caller, permission, id)) return refuse(c, notAllowed(caller));
  const changed: Outcome<{ whole: EventWhole }> = await changeEvent(c.env, id, decide, { ...actor(caller), action });
  if (!changed.ok) return refuse(c, changed);
  remembered.forget(id);
  remembered.forget(changed.whole.event.slug);
  return c.json(viewStaff(changed.whole, c.env.clock.now(), c.env.seals));
}

/** Drafts and archived events are for staff, and for whoever was given the preview's address. */
async function mayRead(c: Ctx, whole: EventWhole, preview: string | undefined): Promise<boolean> {
  const { event } = whole;
  if (isPublic(whole)) return true;
  if (preview && c.env.seals.isLinkToken(preview, { scope: 'preview', id: event.id, version: 1 })) return true;
  return may(await c.var.caller(), 'VIEW_EVENT', event.id);
}

async function listPublic(
  c: Ctx,
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
