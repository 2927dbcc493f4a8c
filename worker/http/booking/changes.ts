import { Hono } from 'hono';
import { z } from 'zod';
import {
  BookingCreated,
  BookingHistory,
  BookingView,
  CancelTickets,
  ChangeAnswers,
  CompleteBooking,
} from '#contract/booking/booking.ts';
import { Id } from '#contract/field.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { bookAgain } from '../../usecases/booking/book-again.ts';
import { changeAnswers } from '../../usecases/booking/change-answers.ts';
import { completeBooking } from '../../usecases/booking/complete-booking.ts';
import { cancelTickets } from '../../usecases/ticket/cancel-tickets.ts';
import { findBooking } from '../../usecases/booking/find-booking.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { answerBooking, viewPlaced } from './answer.ts';
import { describe } from '../request/describe.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Bookings';
const byId = params(z.object({ id: Id }));

/** What can be done to a booking besides paying and cancelling it; mounted under `/bookings`. */
export const bookingChanges = new Hono<AppEnv>()
  .post(
    '/:id/again',
    describe(TAG, 'Hold the same places once more after a lapse', BookingCreated, 201),
    byId,
    async (c) => {
      const key = idempotencyKey(c);
      if (key === undefined) return refuse(c, badKey);
      const placed = await bookAgain(c.env, await c.var.caller(), c.req.valid('param').id, key);
      return placed.ok ? c.json(await viewPlaced(c, placed), 201) : refuse(c, placed);
    },
  )
  .post(
    '/:id/complete',
    describe(
      TAG,
      'Take an offer from the waiting list: names, answers, how it is paid; what costs nothing is confirmed',
      BookingView,
    ),
    byId,
    body(CompleteBooking),
    async (c) => {
      const { id } = c.req.valid('param');
      const completed = await completeBooking(c.env, await c.var.caller(), id, c.req.valid('json'));
      return completed.ok ? answerBooking(c, id) : refuse(c, completed);
    },
  )
  .put(
    '/:id/answers',
    describe(TAG, 'Change what was answered, until somebody has come in; what is left out is taken back', BookingView),
    byId,
    body(ChangeAnswers),
    async (c) => {
      const { id: bookingId } = c.req.valid('param');
      const changed = await changeAnswers(c.env, await c.var.caller(), { bookingId, ...c.req.valid('json') });
      return changed.ok ? answerBooking(c, bookingId) : refuse(c, changed);
    },
  )
  .post(
    '/:id/cancel-tickets',
    describe(TAG, 'Cancel single tickets, with or without their share of the price; staff', BookingView),
    byId,
    body(CancelTickets),
    async (c) => {
      const { id } = c.req.valid('param');
      const { reason = null, handOver, ...wish } = c.req.valid('json');
      const owed = handOver === 'later';
      const cancelled = await cancelTickets(c.env, await c.var.caller(), { bookingId: id, reason, owed, ...wish });
      return cancelled.ok ? answerBooking(c, id) : refuse(c, cancelled);
    },
  )
  .get(
    '/:id/history',
    describe(TAG, 'What was done to a booking, newest first; staff', BookingHistory),
    byId,
    async (c) => {
      const { id } = c.req.valid('param');
      const caller = await c.var.caller();
      const seen = await findBooking(c.env, caller, id);
      if (!seen.ok) return refuse(c, seen);
      if (!may(caller, 'VIEW_BOOKING', seen.found.booking.eventId)) return refuse(c, notAllowed(caller));
      return c.json({ items: await c.env.bookings.history(id) });
    },
  );
