import { z } from 'zod';
import { EventSession } from '../event/fields.ts';
import { Email, Id, PersonName, Time } from '../field.ts';
import { Money } from '../money.ts';

export const TicketStatus = z.enum(['valid', 'cancelled']);

export const TicketView = z
  .object({
    id: Id,
    /** Shown as XXXX-XXXX. */
    number: z.string(),
    typeName: z.string(),
    attendeeName: z.string(),
    /** The sessions that it admits to; empty where its event has a single one, or while the ticket is being issued. */
    days: z.array(EventSession),
    /** Its place in the booking, counted from 0. */
    position: z.int(),
    /** Someone else holds it: it was transferred. */
    isTransferred: z.boolean(),
    status: TicketStatus,
    /** The text in the QR code; only the ticket's holder gets it. */
    code: z.string().nullable(),
    /** Opens this ticket's page and images, and nothing else. */
    accessToken: z.string(),
  })
  .meta({ id: 'Ticket' });
export type TicketView = z.infer<typeof TicketView>;

export const RenameAttendee = z.object({ attendeeName: PersonName }).meta({ id: 'RenameAttendee' });
export const TransferTicket = z.object({ name: PersonName, email: Email }).meta({ id: 'TransferTicket' });
export const TicketChanged = z.object({ ticketId: Id, revision: z.int() }).meta({ id: 'TicketChanged' });

/** A ticket on its own page: everything needed at a door or on a train. */
export const TicketPage = TicketView.extend({
  bookingReference: z.string(),
  doorNote: z.string(),
  /** The amount that its booking owes at the door for all of its tickets, and until when they are held. */
  due: z.object({ amount: Money, until: Time, ticketCount: z.int() }).nullable(),
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
