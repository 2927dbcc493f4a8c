import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { Done } from '#contract/account/account.ts';
import { Id } from '#contract/field.ts';
import {
  JoinWaitingList,
  OwnWaitingList,
  WaitingEntryView,
  WaitingJoined,
  WaitingList,
  WaitingQuery,
} from '#contract/booking/waiting.ts';
import type { Page, WaitingFound } from '../../deps.ts';
import { findWaiting, listEventWaiting, listOwnWaiting } from '../../usecases/booking/find-waiting.ts';
import { joinWaitingList } from '../../usecases/booking/join-waiting-list.ts';
import { leaveWaitingList } from '../../usecases/booking/leave-waiting-list.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params, query } from '../request/body.ts';
import { viewEvent } from './view.ts';
import { badCursor, readTimeCursor, writeCursor } from '../request/cursor.ts';
import { clientOf } from '../request/client-of.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { idempotent } from '../request/idempotent.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Waiting list';
const byId = params(z.object({ id: Id }));

export const waitingList = new Hono<AppEnv>()
  .get(
    '/user/:userId',
    describe(TAG, 'List the waiting-list entries of an account and its verified address, newest first', OwnWaitingList),
    params(z.object({ userId: Id })),
    query(WaitingQuery),
    async (c) => {
      c.header('Cache-Control', 'no-store');
      const page = pageOf(c.req.valid('query'));
      if (!page) return refuse(c, badCursor);
      const { userId } = c.req.valid('param');
      const listed = await listOwnWaiting(c.env, await c.var.caller(), { userId, page });
      if (!listed.ok) return refuse(c, listed);
      const items = listed.found.map((one) => ({ ...viewEntry(c, one, 'owner'), accessToken: tokenOf(c, one) }));
      return c.json({ items, nextCursor: cursorAfter(listed.found, page) });
    },
  )
  .get('/:id', describe(TAG, 'One waiting-list entry; its owner or staff', WaitingEntryView), byId, async (c) => {
    c.header('Cache-Control', 'no-store');
    const seen = await findWaiting(c.env, await c.var.caller(), { entryId: c.req.valid('param').id });
    return seen.ok ? c.json(viewEntry(c, seen.found, seen.access)) : refuse(c, seen);
  })
  .delete('/:id', describe(TAG, 'Leave the waiting list; declines an open offer', Done), byId, async (c) => {
    const left = await leaveWaitingList(c.env, await c.var.caller(), c.req.valid('param').id);
    return left.ok ? c.json({ done: true } as const) : refuse(c, left);
  });

/** Mounted beside the events: `/events/{id}/waiting-list`. */
export const eventWaitingList = new Hono<AppEnv>()
  .post(
    '/:id/waiting-list',
    describeCreated(TAG, 'Join the waiting list of a ticket type that is sold out', WaitingJoined),
    byId,
    body(JoinWaitingList),
    idempotent,
    async (c) => {
      const { locale = null, ...wanted } = c.req.valid('json');
      const joined = await joinWaitingList(c.env, await c.var.caller(), {
        eventId: c.req.valid('param').id,
        request: { ...wanted, locale },
        client: clientOf(c),
      });
      if (!joined.ok) return refuse(c, joined);
      return c.json({ entry: viewEntry(c, joined.found, 'owner'), accessToken: tokenOf(c, joined.found) }, 201);
    },
  )
  .get(
    '/:id/waiting-list',
    describe(TAG, 'List an event’s waiting list in the order it is served; staff', WaitingList),
    byId,
    query(WaitingQuery),
    async (c) => {
      const page = pageOf(c.req.valid('query'));
      if (!page) return refuse(c, badCursor);
      const { id: eventId } = c.req.valid('param');
      const listed = await listEventWaiting(c.env, await c.var.caller(), { eventId, page });
      if (!listed.ok) return refuse(c, listed);
      const items = listed.found.map((one) => viewEntry(c, one, 'staff'));
      return c.json({ items, nextCursor: cursorAfter(listed.found, page) });
    },
  );

function pageOf({ limit, cursor }: z.infer<typeof WaitingQuery>): Page | null {
  const at = readTimeCursor(cursor);
  return at === undefined ? null : { limit, before: at && { createdAt: at.value, id: at.id } };
}

function cursorAfter(found: readonly WaitingFound[], { limit }: Page): string | null {
  const last = found.length === limit ? found.at(-1)?.entry : undefined;
  return last ? writeCursor({ value: last.createdAt.toISOString(), id: last.id }) : null;
}

const tokenOf = (c: Context<AppEnv>, { entry }: WaitingFound) =>
  c.env.seals.linkToken({ scope: 'waiting', id: entry.id, version: entry.linkVersion });

function viewEntry(c: Context<AppEnv>, found: WaitingFound, access: 'owner' | 'staff'): WaitingEntryView {
  const { entry, offer } = found;
  const { id, status, quantity, ticketTypeId, name, email } = entry;
  const token = (bookingId: string, version: number) =>
    access === 'owner' ? c.env.seals.linkToken({ scope: 'booking', id: bookingId, version }) : '';
  return {
    id,
    status,
    quantity,
    ticketTypeId,
    name,
    email,
    position: found.position,
    typeName: found.typeName,
    createdAt: entry.createdAt.toISOString(),
    offer: offer && {
      bookingId: offer.bookingId,
      accessToken: token(offer.bookingId, offer.linkVersion),
      until: offer.until,
    },
    event: viewEvent(found.event),
    serverTime: c.env.clock.now().toISOString(),
  };
}
