import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '#contract/field.ts';
import { AddGuests, GuestListing, GuestsAdded } from '#contract/booking/guest-list.ts';
import { may, notAllowed } from '#domain/account/caller.ts';
import { addGuests } from '../../usecases/booking/add-guests.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body, params } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { badKey, idempotencyKey } from '../request/idempotency-key.ts';
import { isKnownEvent } from '../request/known-events.ts';
import { refuse } from '../request/refuse.ts';

const TAG = 'Guest list';
const byId = params(z.object({ id: Id }));

/** Mounted beside the events: `/events/{id}/guest-list`. A guest is taken off it by cancelling their booking. */
export const guestList = new Hono<AppEnv>()
  .get(
    '/:id/guest-list',
    describe(TAG, 'Names on the guest list, and who has come; staff', GuestListing),
    byId,
    async (c) => {
      const { id } = c.req.valid('param');
      const caller = await c.var.caller();
      if (!may(caller, 'VIEW_BOOKING', id)) return refuse(c, notAllowed(caller));
      if (!(await isKnownEvent(c.env, id))) return refuse(c, { code: 'not_found' });
      const found = await c.env.guests.list(id);
      return c.json({ items: found.map((guest) => ({ ...guest, createdAt: guest.createdAt.toISOString() })) });
    },
  )
  .post(
    '/:id/guest-list',
    describe(TAG, 'Put names on the guest list, with tickets that cost nothing; all or none; staff', GuestsAdded, 201),
    byId,
    body(AddGuests),
    async (c) => {
      const key = idempotencyKey(c);
      if (key === undefined) return refuse(c, badKey);
      const { id } = c.req.valid('param');
      if (!(await isKnownEvent(c.env, id))) return refuse(c, { code: 'not_found' });
      const added = await addGuests(c.env, await c.var.caller(), id, c.req.valid('json'), key);
      return added.ok ? c.json({ bookings: added.bookings }, 201) : refuse(c, added);
    },
  );
