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
import { may, notAllowed } from '#domain/account/caller.ts';
import { findWaiting } from '../../usecases/booking/find-waiting.ts';
import { leaveWaitingList } from '../../usecases/booking/leave-waiting-list.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params, query } from '../request/body.ts';
import { viewEvent } from './view.ts';
import { badCursor, readTimeCursor, writeCursor } from '../request/cursor.ts';
import { describe } from '../request/describe.ts';
import { idempotent } from '../request/idempotent.ts';
import { isKnownEvent } from '../request/known-events.ts';
import { mailLimits, tooOften } from '../request/rate-limit.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Waiting list';
const byId = params(z.object({ id: Id }));

export const waitingList = new Hono<AppEnv>()
  .get(
    '/user/:userId',
    describe(TAG, 'Where an account waits, and its verified address, newest first', OwnWaitingList),
    params(z.object({ userId: Id })),
    query(WaitingQuery),
    async (c) => {
      c.header('Cache-Control', 'no-store');
      const caller = await c.var.caller();
      const { userId } = c.req.valid('param');
      if (caller.kind !== 'user') return refuse(c, notAllowed(caller));
      if (caller.user.id !== userId) return refuse(c, { code: 'not_found' });
      const page = pageOf(c.req.valid('query'));
      if (!page) return refuse(c, badCursor);
      const verifiedEmail = caller.user.emailVerified ? caller.user.email : null;
      const found = await c.env.waiting.listOwn({ userId, verifiedEmail }, page);
      const items = found.map((one) => ({ ...viewEntry(c, one, 'owner'), accessToken: tokenOf(c, one) }));
      return c.json({ items, nextCursor: cursorAfter(found, page) });
    },
  )
  .get('/:id', describe(TAG, 'A place on the waiting list; its owner or staff', WaitingEntryView), byId, async (c) => {
    c.header('Cache-Control', 'no-store');
    const seen = await findWaiting(c.env, await c.var.caller(), c.req.valid('param').id);
    return seen.ok ? c.json(viewEntry(c, seen.found, seen.access)) : refuse(c, seen);
  })
  .delete('/:id', describe(TAG, 'Leave the waiting list; an offer that is out is declined', Done), byId, async (c) => {
    const left = await leaveWaitingList(c.env, await c.var.caller(), c.req.valid('param').id);
    return left.ok ? c.json({ done: true } as const) : refuse(c, left);
  });

/** Mounted beside the events: `/events/{id}/waiting-list`. */
export const eventWaitingList = new Hono<AppEnv>()
  .post(
    '/:id/waiting-list',
    describe(TAG, 'Wait for places of a type that is sold out', WaitingJoined, 201),
    byId,
    body(JoinWaitingList),
    idempotent,
    async (c) => {
      const { id } = c.req.valid('param');
      const { locale = null, ...wish } = c.req.valid('json');
      const limited = await tooOften(c, mailLimits(c, 'waiting-list', wish.email));
      if (limited) return refuse(c, limited);
      if (!(await isKnownEvent(c.env, id))) return refuse(c, { code: 'not_found' });
      const caller = await c.var.caller();
      const userId = caller.kind === 'user' ? caller.user.id : null;
      const joined = await c.env.rooms.boxOffice(id).submit({ kind: 'join_waiting', ...wish, locale, userId });
      if (!joined.ok) return refuse(c, joined);
      const found = await c.env.waiting.find(joined.entry.id);
      if (!found) return refuse(c, { code: 'outcome_unknown' });
      return c.json({ entry: viewEntry(c, found, 'owner'), accessToken: tokenOf(c, found) }, 201);
    },
  )
  .get(
    '/:id/waiting-list',
    describe(TAG, 'Who waits, in the order they came; staff', WaitingList),
    byId,
    query(WaitingQuery),
    async (c) => {
      const { id } = c.req.valid('param');
      const caller = await c.var.caller();
      if (!may(caller, 'VIEW_BOOKING', id)) return refuse(c, notAllowed(caller));
      const page = pageOf(c.req.valid('query'));
      if (!page) return refuse(c, badCursor);
      const found = await c.env.waiting.list(id, page);
      return c.json({ items: found.map((one) => viewEntry(c, one, 'staff')), nextCursor: cursorAfter(found, page) });
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
    ...{ id, status, quantity, ticketTypeId, name, email },
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
