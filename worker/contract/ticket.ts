import { z } from 'zod';
import { Id, Time } from './field.ts';

export const TicketStatus = z.enum(['valid', 'cancelled']);

export const TicketView = z
  .object({
    id: Id,
    /** Shown as XXXX-XXXX. */
    number: z.string(),
    typeName: z.string(),
    attendeeName: z.string(),
    status: TicketStatus,
    /** The text in the QR code; the ticket's holder alone gets it. */
    code: z.string().nullable(),
    /** Opens this ticket's page and images, and nothing else. */
    accessToken: z.string(),
  })
  .meta({ id: 'Ticket' });
export type TicketView = z.infer<typeof TicketView>;

/** A ticket on its own page: all that somebody at a door or on a train needs. */
export const TicketPage = TicketView.extend({
  bookingReference: z.string(),
  doorNote: z.string(),
  checkedInAt: Time.nullable(),
  checkedInGate: z.string().nullable(),
  event: z.object({
    id: Id,
    slug: z.string(),
    title: z.string(),
    status: z.string(),
    startsAt: Time,
    endsAt: Time,
    timeZone: z.string(),
    venueName: z.string(),
    venueAddress: z.string(),
    organizerName: z.string(),
    accent: z.string(),
  }),
  serverTime: Time,
}).meta({ id: 'TicketPage' });
export type TicketPage = z.infer<typeof TicketPage>;
