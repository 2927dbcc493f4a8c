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
import { bookAgain } from '../../usecases/booking/book-again.ts';
import { changeAnswers } from '../../usecases/booking/change-answers.ts';
import { completeBooking } from '../../usecases/booking/complete-booking.ts';
import { cancelTickets } from '../../usecases/ticket/cancel-tickets.ts';
import { listHistory } from '../../usecases/booking/list-bookings.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { answerBooking, viewPlaced } from './answer.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Bookings';
const byId = params(z.object({ id: Id }));

/** Changes of a booking besides paying and cancelling it; mounted under `/bookings`. */
export const bookingChanges = new Hono<AppEnv>()
  .post(
    '/:id/again',
    describeCreated(TAG, 'Book the same tickets again after a hold has expired', BookingCreated),
    byId,
    async (c) => {
      const key = idempotencyKey(c);
      if (key === undefined) return refuse(c, badKey);
      const { id: bookingId } = c.req.valid('param');
      const placed = await bookAgain(c.env, await c.var.caller(), { bookingId, key });
      return placed.ok ? c.json(await viewPlaced(c, placed), 201) : refuse(c, placed);
    },
  )
  .post(
    '/:id/complete',
    describe(TAG, 'Accept an offer from the waiting list; a free booking is confirmed right away', BookingView),
    byId,
    body(CompleteBooking),
    async (c) => {
      const { id: bookingId } = c.req.valid('param');
      const completed = await completeBooking(c.env, await c.var.caller(), { bookingId, ...c.req.valid('json') });
      return completed.ok ? answerBooking(c, bookingId) : refuse(c, completed);
    },
  )
  .put(
    '/:id/answers',
    describe(TAG, 'Change the answers, until a ticket is checked in; answers left out are removed', BookingView),
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
    describe(TAG, 'Cancel single tickets, with or without a refund of their share; staff', BookingView),
    byId,
    body(CancelTickets),
    async (c) => {
      const { id: bookingId } = c.req.valid('param');
      const { reason = null, handOver, ...wanted } = c.req.valid('json');
      const request = { bookingId, reason, owed: handOver === 'later', ...wanted };
      const cancelled = await cancelTickets(c.env, await c.var.caller(), request);
      return cancelled.ok ? answerBooking(c, bookingId) : refuse(c, cancelled);
    },
  )
  .get(
    '/:id/history',
    describe(TAG, 'List the changes of a booking, newest first; staff', BookingHistory),
    byId,
    async (c) => {
      const listed = await listHistory(c.env, await c.var.caller(), c.req.valid('param').id);
      return listed.ok ? c.json({ items: listed.entries }) : refuse(c, listed);
    },
  );
