import { z } from 'zod';
import { Id, Time } from '../field.ts';
import { Availability, TicketTypePublic } from './ticket-type.ts';

export const EventAvailability = z
  .object({
    eventId: Id,
    availability: Availability,
    ticketTypes: z.array(
      TicketTypePublic.pick({ id: true, sale: true, availability: true, left: true, nextReleaseAt: true }),
    ),
    serverTime: Time,
  })
  .meta({ id: 'EventAvailability' });
export type EventAvailability = z.infer<typeof EventAvailability>;
