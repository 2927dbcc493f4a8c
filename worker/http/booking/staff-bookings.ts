import { Hono } from 'hono';
import { z } from 'zod';
import { BookingCreated, CreateStaffBooking, QuoteStaffBooking } from '#contract/booking/booking.ts';
import { CouponQuote } from '#contract/booking/coupon.ts';
import { CancellationProgress } from '#contract/event/event.ts';
import { Id } from '#contract/field.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { placeBooking } from '../../usecases/booking/place-booking.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { viewPlaced } from './answer.ts';
import { viewQuote } from './coupons.ts';
import { describe } from '../request/describe.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { isKnownEvent } from '../request/known-events.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Bookings';
const byId = params(z.object({ id: Id }));

/** Mounted beside the events: staff make bookings under `/events/{id}/bookings`. */
export const staffBookings = new Hono<AppEnv>()
  .get(
    '/:id/cancellation',
    describe(TAG, 'How far the end of a cancelled event has come; staff', CancellationProgress),
    byId,
    async (c) => {
      const { id } = c.req.valid('param');
      const caller = await c.var.caller();
      if (!may(caller, 'VIEW_BOOKING', id)) return refuse(c, notAllowed(caller));
      const progress = await c.env.bookings.cancellation(id);
      return progress ? c.json(progress) : refuse(c, { code: 'not_found' });
    },
  )
  .post(
    '/:id/bookings',
    describe(TAG, 'Make a booking for somebody; limits and windows do not hold, quotas do; staff', BookingCreated, 201),
    byId,
    body(CreateStaffBooking),
    async (c) => {
      const { id: eventId } = c.req.valid('param');
      const caller = await c.var.caller();
      if (!may(caller, 'CREATE_BOOKING', eventId)) return refuse(c, notAllowed(caller));
      const key = idempotencyKey(c);
      if (key === undefined) return refuse(c, badKey);
      if (!(await isKnownEvent(c.env, eventId))) return refuse(c, { code: 'not_found' });
      const placed = await placeBooking(c.env, caller, { eventId, ...c.req.valid('json') }, key, 'staff');
      return placed.ok ? c.json(await viewPlaced(c, placed), 201) : refuse(c, placed);
    },
  )
  .post(
    '/:id/bookings/quote',
    describe(TAG, 'What a booking that staff make would cost; holds nothing; staff', CouponQuote),
    byId,
    body(QuoteStaffBooking),
    async (c) => {
      const { id } = c.req.valid('param');
      const caller = await c.var.caller();
      if (!may(caller, 'CREATE_BOOKING', id)) return refuse(c, notAllowed(caller));
      if (!(await isKnownEvent(c.env, id))) return refuse(c, { code: 'not_found' });
      const { items, method, couponCode = null } = c.req.valid('json');
      const quoted = await c.env.rooms.boxOffice(id).quote({ items, couponCode, by: 'staff', method });
      return quoted.ok ? c.json(await viewQuote(c, id, quoted.quote)) : refuse(c, quoted);
    },
  );
