import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Placed } from '#domain/box-office/command.ts';
import { findBooking } from '../../usecases/booking/find-booking.ts';
import type { AppEnv } from '../request/app-env.ts';
import { viewBooking } from './view.ts';
import { refuse } from '../request/refuse.ts';

/** A booking's page is its owner's: kept nowhere on the way, told to nobody. */
export const keepSecret = createMiddleware<AppEnv>(async (c, next) => {
  // Before there is an answer: on one that is made they would each make another.
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
  await next();
});

/** The booking as it is now, for whoever may see it. */
export async function answerBooking(c: Context<AppEnv>, id: string) {
  const seen = await findBooking(c.env, await c.var.caller(), id);
  if (!seen.ok) return refuse(c, seen);
  return c.json(await viewBooking(c.env, { ...seen.found, access: seen.access, now: c.env.clock.now().toISOString() }));
}

/** A booking that was just made, with the token that opens it. */
export async function viewPlaced(c: Context<AppEnv>, placed: Placed) {
  const booking = await viewBooking(c.env, { ...placed, payment: null, access: 'owner', now: placed.decidedAt });
  const { linkVersion: version } = placed.booking;
  return { booking, accessToken: c.env.seals.linkToken({ scope: 'booking', id: booking.id, version }) };
}
