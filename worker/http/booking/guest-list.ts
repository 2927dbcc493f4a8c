import { Hono } from 'hono';
import { z } from 'zod';
import { Id, ListQuery } from '#contract/field.ts';
import { AddGuests, GuestListing, GuestsAdded } from '#contract/booking/guest-list.ts';
import { addGuests, listGuests } from '../../usecases/booking/guest-list.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params, query } from '../request/body.ts';
import { badCursor, cutPart, partOf } from '../request/cursor.ts';
import { describe, describeCreated } from '../request/describe.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Guest list';
const byId = params(z.object({ id: Id }));

/** Mounted beside the events: `/events/{id}/guest-list`. Cancelling a guest's booking takes the guest off it. */
export const guestList = new Hono<AppEnv>()
  .get(
    '/:id/guest-list',
    describe(TAG, 'List the names on the guest list and who has checked in; staff', GuestListing),
    byId,
    query(ListQuery),
    async (c) => {
      const asked = c.req.valid('query');
      const part = partOf(asked);
      if (!part) return refuse(c, badCursor);
      const listed = await listGuests(c.env, await c.var.caller(), { eventId: c.req.valid('param').id, part });
      if (!listed.ok) return refuse(c, listed);
      const { items, nextCursor } = cutPart(listed.guests, asked, ({ bookingId }) => bookingId);
      const guests = items.map((guest) => ({ ...guest, createdAt: guest.createdAt.toISOString() }));
      return c.json({ items: guests, nextCursor, totals: listed.totals });
    },
  )
  .post(
    '/:id/guest-list',
    describeCreated(TAG, 'Add names to the guest list, with free tickets; all or none; staff', GuestsAdded),
    byId,
    body(AddGuests),
    async (c) => {
      const key = idempotencyKey(c);
      if (key === undefined) return refuse(c, badKey);
      const command = { eventId: c.req.valid('param').id, request: c.req.valid('json'), key };
      const added = await addGuests(c.env, await c.var.caller(), command);
      return added.ok ? c.json({ bookings: added.bookings }, 201) : refuse(c, added);
    },
  );
