import { z } from 'zod';
import { CATEGORIES, EventPhase, EventSession, EventStatus, Link } from './fields.ts';
import { Id, Time, listOf } from '../field.ts';
import { Money } from '../money.ts';
import { Question } from './question.ts';
import { Currency } from './sale.ts';
import { Availability, TicketTypePublic } from './ticket-type.ts';

export const EventSummary = z
  .object({
    id: Id,
    slug: z.string(),
    title: z.string(),
    summary: z.string(),
    status: EventStatus,
    phase: EventPhase,
    startsAt: Time,
    endsAt: Time,
    timeZone: z.string(),
    venueName: z.string(),
    city: z.string(),
    category: z.string(),
    kind: z.string(),
    organizerName: z.string(),
    accent: z.string(),
    bannerUrl: z.string().nullable(),
    /** The cheapest type on sale that can be booked without another one, and the most expensive of all. */
    priceFrom: Money.nullable(),
    priceTo: Money.nullable(),
    availability: Availability,
  })
  .meta({ id: 'EventSummary' });
export type EventSummary = z.infer<typeof EventSummary>;

export const EventPublic = EventSummary.extend({
  /** Its page, under the deployment’s own address. */
  url: z.string(),
  /** Rendered from the Markdown that staff wrote, and sanitized. */
  descriptionHtml: z.string(),
  venueAddress: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  onlineUrl: z.string().nullable(),
  tags: z.array(z.string()),
  contactEmail: z.string().nullable(),
  links: z.array(Link),
  refundPolicy: z.string(),
  terms: z.string(),
  currency: Currency,
  bookingOpensAt: Time.nullable(),
  bookingClosesAt: Time,
  perPersonLimit: z.int(),
  holdMinutes: z.int(),
  /** The fee on each price above 0; a type’s `price` includes it. */
  buyerFee: z.object({ fixed: Money, basisPoints: z.int() }),
  attendeeNames: z.enum(['buyer', 'each']),
  sessions: z.array(EventSession),
  ticketTypes: z.array(TicketTypePublic),
  questions: z.array(Question),
  paymentAvailable: z.boolean(),
  /** Whether paying at the door can be chosen now, and until when. */
  atDoor: z.object({ until: Time }).nullable(),
  waitingList: z.boolean(),
  /** Until when buyers may cancel, and the fee that is kept; null: not at all. */
  cancellation: z.object({ until: Time, feeFixed: Money, feeBasisPoints: z.int() }).nullable(),
  serverTime: Time,
}).meta({ id: 'EventPublic' });
export type EventPublic = z.infer<typeof EventPublic>;

export const EventQuery = z.object({
  q: z.string().trim().max(100).optional(),
  category: z.enum(CATEGORIES).optional(),
  city: z.string().trim().max(100).optional(),
  from: Time.optional(),
  to: Time.optional(),
  free: z.enum(['true', 'false']).optional(),
  maxPrice: z.coerce.number().int().min(0).optional(),
  sort: z.enum(['soonest', 'newest', 'title']).default('soonest'),
  past: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(24),
  cursor: z.string().max(300).optional(),
});
export type EventQuery = z.infer<typeof EventQuery>;
export const EventList = listOf(EventSummary);
