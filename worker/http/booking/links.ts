import { Hono } from 'hono';
import { z } from 'zod';
import { RequestBookingLinks } from '#contract/booking/booking.ts';
import { requestBookingLinks } from '../../usecases/booking/request-booking-links.ts';
import type { AppEnv } from '../request/app-env.ts';
import { body } from '../request/body.ts';
import { describe } from '../request/describe.ts';
import { clientOf } from '../request/client-of.ts';
import { refuse } from '../request/refuse.ts';

const Requested = z.object({ requested: z.literal(true) }).meta({ id: 'BookingLinksRequested' });

export const bookingLinks = new Hono<AppEnv>().post(
  '/links',
  describe('Bookings', 'Email the links to all bookings of an address; answers the same for any address', Requested),
  body(RequestBookingLinks),
  async (c) => {
    const { email } = c.req.valid('json');
    const locale = languageOf(c.req.header('accept-language'));
    const requested = await requestBookingLinks(c.env, { email, locale, client: clientOf(c) });
    return requested.ok ? c.json({ requested: true as const }) : refuse(c, requested);
  },
);

const languageOf = (header: string | undefined) => /^[a-z]{2}(?![a-z])/i.exec(header ?? '')?.[0].toLowerCase() ?? 'en';
