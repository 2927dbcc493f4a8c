import { Hono } from 'hono';
import { z } from 'zod';
import { BookingCreated, CreateStaffBooking, QuoteStaffBooking } from '#contract/booking/booking.ts';
import { CouponQuote } from '#contract/booking/coupon.ts';
import { CancellationProgress } from '#contract/event/event.ts';
import { Id } from '#contract/field.ts';
import { viewCancellationProgress } from '../../usecases/booking/list-bookings.ts';
import { placeStaffBooking } from '../../usecases/booking/place-booking.ts';
import { quoteBooking } from '../../usecases/booking/quote-booking.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { viewPlaced } from './answer.ts';
import { withCode } from './code-guesses.ts';
import { viewQuote } from './coupons.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Bookings';
const byId = params(z.object({ id: Id }));

/** Mounted beside the events: staff make bookings under `/events/{id}/bookings`. */
export const staffBookings = new Hono<AppEnv>()
  .get(
    '/:id/cancellation',
    describe(TAG, 'How far the cancellation of an event’s bookings has come; staff', CancellationProgress),
    byId,
    async (c) => {
      const seen = await viewCancellationProgress(c.env, await c.var.caller(), c.req.valid('param').id);
      return seen.ok ? c.json(seen.progress) : refuse(c, seen);
    },
  )
  .post(
    '/:id/bookings',
    describeCreated(
      TAG,
      'Book for someone else; per-person limits and sale dates don’t apply, quotas do; staff',
      BookingCreated,
    ),
    byId,
    body(CreateStaffBooking),
    async (c) => {
      const key = idempotencyKey(c);
      if (key === undefined) return refuse(c, badKey);
      const request = { eventId: c.req.valid('param').id, ...c.req.valid('json') };
      const caller = await c.var.caller();
      const { eventId, couponCode: code } = request;
      const placed = await withCode(c, { eventId, code }, () => placeStaffBooking(c.env, caller, { request, key }));
      return placed.ok ? c.json(await viewPlaced(c, placed), 201) : refuse(c, placed);
    },
  )
  .post(
    '/:id/bookings/quote',
    describe(TAG, 'Quote a booking that staff make; holds nothing; staff', CouponQuote),
    byId,
    body(QuoteStaffBooking),
    async (c) => {
      const { id: eventId } = c.req.valid('param');
      const { items, method, couponCode = null } = c.req.valid('json');
      const request = { items, couponCode, by: 'staff', method } as const;
      const caller = await c.var.caller();
      const quoted = await withCode(c, { eventId, code: couponCode }, () =>
        quoteBooking(c.env, caller, { eventId, request }),
      );
      return quoted.ok ? c.json(await viewQuote(c, eventId, quoted.quote)) : refuse(c, quoted);
    },
  );
