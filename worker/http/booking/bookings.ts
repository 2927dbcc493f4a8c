import { Hono, type Context } from 'hono';
import { z } from 'zod';
import {
  BookingCreated,
  BookingList,
  BookingQuery,
  BookingView,
  ChangeBookingStatus,
  CreateBooking,
} from '#contract/booking/booking.ts';
import { Id } from '#contract/field.ts';
import type { BookingListed } from '../../deps.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { cancelBooking, changeBookingStatus } from '../../usecases/booking/end-booking.ts';
import type { Access } from '../../usecases/booking/find-booking.ts';
import { placeBooking } from '../../usecases/booking/place-booking.ts';
import type { AppEnv } from '../request/app-env.ts';
import { answerBooking, keepSecret, viewPlaced } from './answer.ts';
import { bookingChanges } from './changes.ts';
import { bookingLinks } from './links.ts';
import { viewSummary } from './view.ts';
import { body, params, query } from '../request/body.ts';
import { badCursor, readTimeCursor, writeCursor } from '../request/cursor.ts';
import { describe } from '../request/describe.ts';
import { guestBooksTooOften } from './guest-booking-limit.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { isKnownEvent } from '../request/known-events.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Bookings';
const ById = z.object({ id: Id });

export const bookings = new Hono<AppEnv>()
  .use(keepSecret)
  .post(
    '/create',
    describe(
      TAG,
      'Hold places for all lines, or for none; what costs nothing is confirmed at once',
      BookingCreated,
      201,
    ),
    body(CreateBooking),
    async (c) => {
      const key = idempotencyKey(c);
      if (key === undefined) return refuse(c, badKey);
      const limited = await guestBooksTooOften(c);
      if (limited) return refuse(c, limited);
      const wish = c.req.valid('json');
      if (!(await isKnownEvent(c.env, wish.eventId))) return refuse(c, { code: 'not_found' });
      const placed = await placeBooking(c.env, await c.var.caller(), wish, key);
      if (!placed.ok) return refuse(c, placed);
      return c.json(await viewPlaced(c, placed), 201);
    },
  )
  .get(
    '/user/:userId',
    describe(TAG, 'Bookings of an account, and of its verified address, newest first', BookingList),
    params(z.object({ userId: Id })),
    query(BookingQuery),
    async (c) => {
      const caller = await c.var.caller();
      const { userId } = c.req.valid('param');
      if (caller.kind !== 'user') return refuse(c, notAllowed(caller));
      if (caller.user.id !== userId) return refuse(c, { code: 'not_found' });
      const page = pageOf(c.req.valid('query'));
      if (!page) return refuse(c, badCursor);
      const verifiedEmail = caller.user.emailVerified ? caller.user.email : null;
      return c.json(listOf(c, await c.env.bookings.listOwn({ userId, verifiedEmail }, page), page.limit, 'owner'));
    },
  )
  .get(
    '/:id',
    describe(TAG, 'A booking, with its tickets’ codes for its owner', BookingView),
    params(ById),
    async (c) => {
      return answerBooking(c, c.req.valid('param').id);
    },
  )
  .delete('/:id', describe(TAG, 'Cancel a booking', BookingView), params(ById), async (c) => {
    const { id } = c.req.valid('param');
    const cancelled = await cancelBooking(c.env, await c.var.caller(), id);
    return cancelled.ok ? answerBooking(c, id) : refuse(c, cancelled);
  })
  .put(
    '/:id/status',
    describe(TAG, 'Change a booking’s status along its transitions; staff', BookingView),
    params(ById),
    body(ChangeBookingStatus),
    async (c) => {
      const { id } = c.req.valid('param');
      const { reason = null, paidBy = null, handOver, ...change } = c.req.valid('json');
      const changed = await changeBookingStatus(c.env, await c.var.caller(), {
        bookingId: id,
        reason,
        paidBy,
        owed: handOver === 'later',
        ...change,
      });
      return changed.ok ? answerBooking(c, id) : refuse(c, changed);
    },
  )
  .route('/', bookingLinks)
  .route('/', bookingChanges);

/** Mounted beside the events: `/events/{id}/bookings`. */
export const eventBookings = new Hono<AppEnv>().get(
  '/:id/bookings',
  describe(
    TAG,
    'Bookings of an event, newest first, searched by reference, ticket number, name or address; staff',
    BookingList,
  ),
  params(ById),
  query(BookingQuery),
  async (c) => {
    const { id } = c.req.valid('param');
    const caller = await c.var.caller();
    if (!may(caller, 'VIEW_BOOKING', id)) return refuse(c, notAllowed(caller));
    const { q, status = null, ...rest } = c.req.valid('query');
    const page = pageOf(rest);
    if (!page) return refuse(c, badCursor);
    return c.json(listOf(c, await c.env.bookings.listOfEvent(id, { q: q || null, status }, page), page.limit, 'staff'));
  },
);

function pageOf({ limit, cursor }: { limit: number; cursor?: string }) {
  const before = readTimeCursor(cursor);
  return before === undefined ? null : { limit, before: before && { createdAt: before.value, id: before.id } };
}

function listOf(c: Context<AppEnv>, found: BookingListed[], limit: number, access: Access) {
  const last = found.length === limit ? found.at(-1)?.booking : undefined;
  return {
    items: found.map((listed) => viewSummary(c.env, listed, access)),
    nextCursor: last ? writeCursor({ value: last.createdAt, id: last.id }) : null,
  };
}
