import { z } from 'zod';
import { WAITING_STATUSES } from '#domain/booking/waiting.ts';
import { BookingEvent } from './booking.ts';
import { Email, Id, PersonName, Quantity, Time, listOf } from '../field.ts';

export const JoinWaitingList = z
  .object({
    ticketTypeId: Id,
    quantity: Quantity,
    name: PersonName,
    email: Email,
    locale: z
      .string()
      .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
      .optional(),
  })
  .meta({ id: 'JoinWaitingList' });

export const WaitingEntryView = z
  .object({
    id: Id,
    status: z.enum(WAITING_STATUSES),
    /** 1 is served next; null once the entry no longer waits. */
    position: z.int().nullable(),
    quantity: z.int(),
    ticketTypeId: Id,
    typeName: z.string(),
    name: z.string(),
    email: z.string(),
    createdAt: Time,
    /** The held booking, with the token that opens it; for staff without. */
    offer: z.object({ bookingId: Id, accessToken: z.string(), until: Time.nullable() }).nullable(),
    event: BookingEvent,
    serverTime: Time,
  })
  .meta({ id: 'WaitingEntry' });
export type WaitingEntryView = z.infer<typeof WaitingEntryView>;
export const WaitingJoined = z
  .object({ entry: WaitingEntryView, accessToken: z.string() })
  .meta({ id: 'WaitingJoined' });
export const WaitingList = listOf(WaitingEntryView);
/** For the entry's owner: with the token that opens its own page. */
export const OwnWaitingList = listOf(
  WaitingEntryView.extend({ accessToken: z.string() }).meta({ id: 'OwnWaitingEntry' }),
);
export const WaitingQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(300).optional(),
});
