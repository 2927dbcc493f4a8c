import { z } from 'zod';
import { CURRENCIES, isCurrency } from '../domain/currency.ts';
import { QUESTION_KINDS } from '../domain/question.ts';
import { Email, HexColour, Id, MinorUnits, Time, TimeZone, listOf, optionalLine, shownLine } from './field.ts';
import { Money } from './money.ts';

export const EventStatus = z.enum(['draft', 'published', 'cancelled', 'archived']);
export const EventPhase = z.enum(['upcoming', 'live', 'ended']);
export const Availability = z.enum(['available', 'held', 'sold_out']);
export const CATEGORIES = [
  'music',
  'arts',
  'food',
  'business',
  'tech',
  'sports',
  'community',
  'nightlife',
  'learning',
  'family',
  'other',
] as const;
export const EVENT_KINDS = ['in_person', 'online', 'hybrid'] as const;
const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .refine(isCurrency, { error: 'Not a currency that events are sold in' })
  .meta({ description: 'ISO 4217', enum: [...CURRENCIES] });
const Link = z.object({ label: shownLine(60), url: z.url({ protocol: /^https?$/ }).max(500) });
const Slug = z
  .string()
  .min(2)
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** What the organizer asks: once per booking, or for each ticket of the types named (none named: all). */
export const Question = z
  .object({
    id: Id,
    per: z.enum(['booking', 'ticket']),
    kind: z.enum(QUESTION_KINDS),
    label: z.string(),
    help: z.string(),
    options: z.array(z.string()),
    required: z.boolean(),
    ticketTypeIds: z.array(Id),
  })
  .meta({ id: 'Question' });
export type Question = z.infer<typeof Question>;

/** What the public sees of a ticket type. `price` is what one costs in the end: fees and tax inside. */
export const TicketTypePublic = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    price: Money,
    feeIncluded: Money,
    payWhatYouWant: z.boolean(),
    taxRateBasisPoints: z.int(),
    /** Tickets that one unit stands for. */
    places: z.int(),
    /** A type of which the same booking must hold at least one. */
    requiresTypeId: Id.nullable(),
    minPerBooking: z.int(),
    maxPerBooking: z.int(),
    saleStartsAt: Time.nullable(),
    saleEndsAt: Time.nullable(),
    sale: z.enum(['not_started', 'on_sale', 'ended']),
    availability: Availability,
    /** Places left, where the organizer shows them. */
    left: z.int().nullable(),
    /** When the next hold ends, while all that is left is held. */
    nextReleaseAt: Time.nullable(),
  })
  .meta({ id: 'TicketTypePublic' });
export type TicketTypePublic = z.infer<typeof TicketTypePublic>;

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
    /** The cheapest and the dearest type that is on sale. */
    priceFrom: Money.nullable(),
    priceTo: Money.nullable(),
    availability: Availability,
  })
  .meta({ id: 'EventSummary' });
export type EventSummary = z.infer<typeof EventSummary>;

export const EventPublic = EventSummary.extend({
  /** Its page, under the deployment’s own address. */
  url: z.string(),
  /** Made of the Markdown that staff wrote, and safe to show. */
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
  /** What buyers pay on top of each price above 0; a type’s `price` contains it. */
  buyerFee: z.object({ fixed: Money, basisPoints: z.int() }),
  attendeeNames: z.enum(['buyer', 'each']),
  sessions: z.array(z.object({ id: Id, name: z.string(), startsAt: Time, endsAt: Time })),
  ticketTypes: z.array(TicketTypePublic),
  questions: z.array(Question),
  paymentAvailable: z.boolean(),
  /** Whether one may choose to pay at the door now, and until when. */
  atDoor: z.object({ until: Time }).nullable(),
  waitingList: z.boolean(),
  /** Until when buyers may cancel, and what is then kept of the price; null: not at all. */
  cancellation: z.object({ until: Time, feeFixed: Money, feeBasisPoints: z.int() }).nullable(),
  serverTime: Time,
}).meta({ id: 'EventPublic' });
export type EventPublic = z.infer<typeof EventPublic>;

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

// ── Staff ───────────────────────────────────────────────────────────────────

/** Quotas and types are named by `id` where they exist and by a `key` of the sender where they are new. */
export const QuotaInput = z.object({
  id: Id.optional(),
  key: z.string().max(60).optional(),
  name: shownLine(80),
  size: z.int().min(0).max(1_000_000).nullable(),
});
export const TicketTypeInput = z.object({
  id: Id.optional(),
  name: shownLine(80),
  description: z.string().trim().max(500).default(''),
  priceMinor: MinorUnits,
  payWhatYouWant: z.boolean().default(false),
  taxRateBasisPoints: z.int().min(0).max(10000).default(0),
  saleStartsAt: Time.nullable().default(null),
  saleEndsAt: Time.nullable().default(null),
  minPerBooking: z.int().min(1).max(1000).default(1),
  maxPerBooking: z.int().min(1).max(1000).nullable().default(null),
  hidden: z.boolean().default(false),
  validFrom: Time.nullable().default(null),
  validUntil: Time.nullable().default(null),
  doorNote: optionalLine(120).default(''),
  /** Ids or keys of the quotas it draws on; what is available is the smallest. */
  quotas: z.array(z.string().max(60)).min(1).max(20),
  /** Tickets that one unit stands for: more than 1 is a bundle. */
  places: z.int().min(1).max(100).default(1),
  /** A name of the sender for a new type, so that others can require it. */
  key: z.string().max(60).optional(),
  /** Id or key of a type of which the same booking must hold at least one. */
  requires: z.string().max(60).nullable().default(null),
});
export type TicketTypeInput = z.infer<typeof TicketTypeInput>;

const eventFields = {
  title: shownLine(140),
  slug: Slug,
  summary: optionalLine(200),
  description: z.string().max(20_000),
  startsAt: Time,
  endsAt: Time,
  timeZone: TimeZone,
  venueName: optionalLine(140),
  venueAddress: optionalLine(300),
  city: optionalLine(100),
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  onlineUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  category: z.enum(CATEGORIES),
  kind: z.enum(EVENT_KINDS),
  tags: z.array(shownLine(30)).max(12),
  organizerName: optionalLine(140),
  contactEmail: Email.nullable(),
  links: z.array(Link).max(10),
  refundPolicy: z.string().max(4000),
  terms: z.string().max(20_000),
  bannerImageId: Id.nullable(),
  accent: HexColour,
  currency: Currency,
  bookingOpensAt: Time.nullable(),
  bookingClosesAt: Time.nullable(),
  perPersonLimit: z.int().min(1).max(10_000),
  holdMinutes: z.int().min(5).max(60),
  attendeeNames: z.enum(['buyer', 'each']),
  availabilityShown: z.enum(['never', 'few', 'always']),
  feeFixedMinor: MinorUnits,
  feeBasisPoints: z.int().min(0).max(10_000),
  feePaidBy: z.enum(['buyer', 'organizer']),
  atDoorPayment: z.boolean(),
  atDoorUntil: Time.nullable(),
  waitingList: z.boolean(),
  cancelUntilHours: z.int().min(0).max(8760).nullable(),
  cancelFeeFixedMinor: MinorUnits,
  cancelFeeBasisPoints: z.int().min(0).max(10_000),
  reEntry: z.boolean(),
  houseCapacity: z.int().min(1).max(1_000_000).nullable(),
};
const optional = z.object(eventFields).partial();

/** Title, times, zone and currency are enough; the rest has defaults. A new event starts with no types. */
export const CreateEvent = optional.extend({
  title: eventFields.title,
  startsAt: eventFields.startsAt,
  endsAt: eventFields.endsAt,
  timeZone: eventFields.timeZone,
  currency: eventFields.currency,
});
export type CreateEvent = z.infer<typeof CreateEvent>;

/** `version` is the one that the edit was made on; another answers 409 `version_conflict`. */
export const UpdateEvent = optional.extend({ version: z.int().min(1) });
export type UpdateEvent = z.infer<typeof UpdateEvent>;

/** All quotas and ticket types of an event at once, in the order shown; types left out are archived. */
export const SaveTicketTypes = z.object({
  version: z.int().min(1),
  quotas: z.array(QuotaInput).max(50),
  ticketTypes: z.array(TicketTypeInput).max(50),
});
export type SaveTicketTypes = z.infer<typeof SaveTicketTypes>;

export const QuotaStaff = z
  .object({ id: Id, name: z.string(), size: z.int().nullable(), held: z.int(), sold: z.int() })
  .meta({ id: 'Quota' });
export const TicketTypeStaff = z
  .object({
    id: Id,
    index: z.int(),
    name: z.string(),
    description: z.string(),
    priceMinor: z.int(),
    /** What a buyer pays for one, fees and tax inside. */
    price: Money,
    payWhatYouWant: z.boolean(),
    taxRateBasisPoints: z.int(),
    saleStartsAt: Time.nullable(),
    saleEndsAt: Time.nullable(),
    minPerBooking: z.int(),
    maxPerBooking: z.int().nullable(),
    hidden: z.boolean(),
    validFrom: Time.nullable(),
    validUntil: Time.nullable(),
    doorNote: z.string(),
    places: z.int(),
    requiresTypeId: Id.nullable(),
    quotaIds: z.array(Id),
    sold: z.int(),
    held: z.int(),
  })
  .meta({ id: 'TicketType' });
export const Gate = z.object({ id: Id, name: z.string(), ticketTypeIds: z.array(Id) }).meta({ id: 'Gate' });
export const SaveGates = z.object({
  gates: z
    .array(
      z.object({
        id: Id.optional(),
        name: shownLine(60),
        ticketTypeIds: z.array(Id).max(50).default([]),
      }),
    )
    .max(50),
});

export const SaveQuestions = z.object({
  version: z.int().min(1),
  questions: z
    .array(
      z.object({
        id: Id.optional(),
        per: z.enum(['booking', 'ticket']).default('booking'),
        kind: z.enum(QUESTION_KINDS),
        label: shownLine(200),
        help: z.string().trim().max(500).default(''),
        options: z.array(shownLine(100)).max(50).default([]),
        required: z.boolean().default(false),
        ticketTypeIds: z.array(Id).max(50).default([]),
      }),
    )
    .max(50),
});
/** With an event: whether what was paid goes back, and a word to its people. */
export const CancelEvent = z.object({
  refund: z.boolean().default(true),
  message: z.string().trim().max(2000).default(''),
});

/** How far the end of a cancelled event has come. */
export const CancellationProgress = z
  .object({
    bookings: z.int(),
    ended: z.int(),
    /** What was paid for those that have not ended, and has not gone back: before the event is called off, what would. */
    refundable: Money,
    /** Paid in cash or at a terminal: somebody has to hand it back. */
    byHand: Money,
    refunds: z.object({ pending: z.int(), succeeded: z.int(), failed: z.int() }),
  })
  .meta({ id: 'CancellationProgress' });
export type CancellationProgress = z.infer<typeof CancellationProgress>;

export const EventStaff = z
  .object({
    id: Id,
    status: EventStatus,
    phase: EventPhase,
    version: z.int(),
    ...eventFields,
    slug: z.string(),
    timeZone: z.string(),
    contactEmail: z.string().nullable(),
    bannerUrl: z.string().nullable(),
    sessions: z.array(z.object({ id: Id, name: z.string(), startsAt: Time, endsAt: Time })),
    quotas: z.array(QuotaStaff),
    ticketTypes: z.array(TicketTypeStaff),
    gates: z.array(Gate),
    questions: z.array(Question),
    cancelRefunds: z.boolean(),
    cancelMessage: z.string(),
    publishedAt: Time.nullable(),
    cancelledAt: Time.nullable(),
    createdAt: Time,
    updatedAt: Time,
    /** The address under which a draft can be seen by whoever has the link. */
    previewToken: z.string(),
  })
  .meta({ id: 'Event' });
export type EventStaff = z.infer<typeof EventStaff>;

export const EventStaffSummary = EventSummary.extend({
  version: z.int(),
  capacity: z.int().nullable(),
  sold: z.int(),
  held: z.int(),
  checkedIn: z.int(),
  revenue: Money,
}).meta({ id: 'EventStaffSummary' });
export type EventStaffSummary = z.infer<typeof EventStaffSummary>;
export const EventStaffQuery = z.object({
  q: z.string().trim().max(100).optional(),
  status: EventStatus.optional(),
  /** What is still to come or on, soonest first; otherwise all, latest first. */
  upcoming: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(300).optional(),
});
