import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Placed } from '#domain/box-office/command.ts';
import { findBooking } from '../../usecases/booking/find-booking.ts';
import type { AppEnv } from '../request/app-env.ts';
import { viewBooking } from './view.ts';
import { refuse } from '../request/refuse.ts';

/** A booking is its owner's: no cache keeps it and no other site learns its address. */
export const keepSecret = createMiddleware<AppEnv>(async (c, next) => {
  // Set before the response exists: on one that exists each header copies it.
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
  await next();
});

/** Answers the booking as it is now, for its owner or staff. */
export async function answerBooking(c: Context<AppEnv>, id: string) {
  const seen = await findBooking(c.env, await c.var.caller(), { bookingId: id });
  if (!seen.ok) return refuse(c, seen);
  return c.json(await viewBooking(c.env, { ...seen.found, access: seen.access, now: c.env.clock.now().toISOString() }));
}

/** A booking that was just placed, with the token that opens it. */
export async function viewPlaced(c: Context<AppEnv>, placed: Placed) {
  const booking = await viewBooking(c.env, { ...placed, payment: null, access: 'owner', now: placed.decidedAt });
  const { linkVersion: version } = placed.booking;
  return { booking, accessToken: c.env.seals.linkToken({ scope: 'booking', id: booking.id, version }) };
}
