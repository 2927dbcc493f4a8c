import { z } from 'zod';
import { Email, Id, PersonName, Quantity, Time, listOf } from './field.ts';
import { Money } from './money.ts';
import { PaymentView } from './payment.ts';
import { TicketView } from './ticket.ts';

export const BookingStatus = z.enum(['pending_payment', 'confirmed', 'expired', 'cancelled']);
export type BookingStatus = z.infer<typeof BookingStatus>;
export const BookingMethod = z.enum(['stripe', 'at_door', 'cash', 'card_terminal', 'complimentary']);
export type BookingMethod = z.infer<typeof BookingMethod>;

export const CreateBooking = z
  .object({
    eventId: Id,
    items: z
      .array(z.object({ ticketTypeId: Id, quantity: Quantity }))
      .min(1)
      .max(20),
    buyer: z.object({ name: PersonName, email: Email }),
    /** One per ticket, in the order of the items, where the event asks for names. */
    attendees: z
      .array(z.object({ name: PersonName }))
      .max(1000)
      .optional(),
    locale: z
      .string()
      .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
      .optional(),
    source: z
      .string()
      .regex(/^[\w.:-]{1,60}$/)
      .optional(),
  })
  .meta({ id: 'CreateBooking' });
export type CreateBooking = z.infer<typeof CreateBooking>;

export const BookingView = z
  .object({
    id: Id,
    reference: z.string(),
    status: BookingStatus,
    method: BookingMethod,
    buyer: z.object({ name: z.string(), email: z.string() }),
    lines: z.array(
      z.object({
        ticketTypeId: Id,
        name: z.string(),
        quantity: z.int(),
        places: z.int(),
        unitPrice: Money,
        total: Money,
      }),
    ),
    total: Money,
    fees: Money,
    tax: Money,
    /** Until when the places are held; null once that is over. */
    holdExpiresAt: Time.nullable(),
    /** The hold is due and Stripe is being asked whether it was paid. */
    releasing: z.boolean(),
    tickets: z.array(TicketView),
    payment: PaymentView.nullable(),
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
      accent: z.string(),
      bannerUrl: z.string().nullable(),
    }),
    createdAt: Time,
    confirmedAt: Time.nullable(),
    expiredAt: Time.nullable(),
    cancelledAt: Time.nullable(),
    serverTime: Time,
  })
  .meta({ id: 'Booking' });
export type BookingView = z.infer<typeof BookingView>;

/** What `POST /bookings/create` answers: no tickets' codes cross twice, the booking has them all. */
export const BookingCreated = z
  .object({ booking: BookingView, accessToken: z.string(), payment: PaymentView.optional() })
  .meta({ id: 'BookingCreated' });
export type BookingCreated = z.infer<typeof BookingCreated>;

export const BookingSummary = z
  .object({
    id: Id,
    reference: z.string(),
    status: BookingStatus,
    method: BookingMethod,
    buyer: z.object({ name: z.string(), email: z.string() }),
    total: Money,
    ticketCount: z.int(),
    event: z.object({
      id: Id,
      slug: z.string(),
      title: z.string(),
      startsAt: Time,
      endsAt: Time,
      timeZone: z.string(),
      venueName: z.string(),
      accent: z.string(),
    }),
    createdAt: Time,
    /** Present for the owner: opens the booking's own pages. */
    accessToken: z.string().optional(),
  })
  .meta({ id: 'BookingSummary' });
export type BookingSummary = z.infer<typeof BookingSummary>;
export const BookingList = listOf(BookingSummary);

export const BookingQuery = z.object({
  q: z.string().trim().max(100).optional(),
  status: BookingStatus.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(300).optional(),
});

export const ChangeBookingStatus = z.object({ status: BookingStatus, reason: z.string().trim().max(300).optional() });
export const RequestBookingLinks = z.object({ email: Email });
