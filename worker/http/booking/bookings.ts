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
import type { BookingListed, Page } from '../../deps.ts';
import { cancelBooking, changeBookingStatus } from '../../usecases/booking/end-booking.ts';
import type { Access } from '../../usecases/booking/find-booking.ts';
import { listEventBookings, listOwnBookings } from '../../usecases/booking/list-bookings.ts';
import { placeBooking } from '../../usecases/booking/place-booking.ts';
import type { AppEnv } from '../request/app-env.ts';
import { answerBooking, keepSecret, viewPlaced } from './answer.ts';
import { bookingChanges } from './changes.ts';
import { bookingLinks } from './links.ts';
import { viewSummary } from './view.ts';
import { body, params, query } from '../request/body.ts';
import { badCursor, readTimeCursor, writeCursor } from '../request/cursor.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { withCode } from './code-guesses.ts';
import { guestBooksTooOften } from './guest-booking-limit.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Bookings';
const ById = z.object({ id: Id });

export const bookings = new Hono<AppEnv>()
  .use(keepSecret)
  .post(
    '/create',
    describeCreated(
      TAG,
      'Hold tickets for all lines or for none; a free booking is confirmed right away',
      BookingCreated,
    ),
    body(CreateBooking),
    async (c) => {
      const key = idempotencyKey(c);
      if (key === undefined) return refuse(c, badKey);
      const limited = await guestBooksTooOften(c);
      if (limited) return refuse(c, limited);
      const caller = await c.var.caller();
      const request = c.req.valid('json');
      const { eventId, couponCode: code } = request;
      const placed = await withCode(c, { eventId, code }, () => placeBooking(c.env, caller, { request, key }));
      return placed.ok ? c.json(await viewPlaced(c, placed), 201) : refuse(c, placed);
    },
  )
  .get(
    '/user/:userId',
    describe(TAG, 'List the bookings of an account and its verified address, newest first', BookingList),
    params(z.object({ userId: Id })),
    query(BookingQuery),
    async (c) => {
      const page = pageOf(c.req.valid('query'));
      if (!page) return refuse(c, badCursor);
      const { userId } = c.req.valid('param');
      const listed = await listOwnBookings(c.env, await c.var.caller(), { userId, page });
      return listed.ok ? c.json(viewList(c, listed.found, { page, access: 'owner' })) : refuse(c, listed);
    },
  )
  .get(
    '/:id',
    describe(TAG, 'One booking, with the ticket codes for its owner', BookingView),
    params(ById),
    async (c) => answerBooking(c, c.req.valid('param').id),
  )
  .delete('/:id', describe(TAG, 'Cancel a booking', BookingView), params(ById), async (c) => {
    const { id } = c.req.valid('param');
    const cancelled = await cancelBooking(c.env, await c.var.caller(), id);
    return cancelled.ok ? answerBooking(c, id) : refuse(c, cancelled);
  })
  .put(
    '/:id/status',
    describe(TAG, 'Change the status of a booking along its transitions; staff', BookingView),
    params(ById),
    body(ChangeBookingStatus),
    async (c) => {
      const { id } = c.req.valid('param');
      const { reason = null, paidBy = null, handOver, ...change } = c.req.valid('json');
      const owed = handOver === 'later';
      const wanted = { bookingId: id, reason, paidBy, owed, ...change };
      const changed = await changeBookingStatus(c.env, await c.var.caller(), wanted);
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
    'List an event’s bookings, newest first; search by reference, ticket number, name or address; staff',
    BookingList,
  ),
  params(ById),
  query(BookingQuery),
  async (c) => {
    const { q, status = null, ...rest } = c.req.valid('query');
    const page = pageOf(rest);
    if (!page) return refuse(c, badCursor);
    const asked = { eventId: c.req.valid('param').id, filter: { q: q || null, status }, page };
    const listed = await listEventBookings(c.env, await c.var.caller(), asked);
    return listed.ok ? c.json(viewList(c, listed.found, { page, access: 'staff' })) : refuse(c, listed);
  },
);

function pageOf({ limit, cursor }: { limit: number; cursor?: string }): Page | null {
  const before = readTimeCursor(cursor);
  return before === undefined ? null : { limit, before: before && { createdAt: before.value, id: before.id } };
}

function viewList(c: Context<AppEnv>, found: BookingListed[], { page, access }: { page: Page; access: Access }) {
  const last = found.length === page.limit ? found.at(-1)?.booking : undefined;
  return {
    items: found.map((listed) => viewSummary(c.env, listed, access)),
    nextCursor: last ? writeCursor({ value: last.createdAt, id: last.id }) : null,
  };
}
