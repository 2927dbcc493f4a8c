import { z } from 'zod';
import { Id, MinorUnits, Time, optionalLine, shownLine } from '../field.ts';
import { Money } from '../money.ts';

export const Availability = z.enum(['available', 'held', 'sold_out']);

/** The public part of a ticket type. `price` is the final price of one, fees and tax included. */
export const TicketTypePublic = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    price: Money,
    feeIncluded: Money,
    payWhatYouWant: z.boolean(),
    taxRateBasisPoints: z.int(),
    /** Tickets per unit. */
    places: z.int(),
    /** The sessions that it admits to; empty: all. */
    sessionIds: z.array(Id),
    /** A type of which the same booking must include at least one. */
    requiresTypeId: Id.nullable(),
    minPerBooking: z.int(),
    maxPerBooking: z.int(),
    saleStartsAt: Time.nullable(),
    saleEndsAt: Time.nullable(),
    sale: z.enum(['not_started', 'on_sale', 'ended']),
    availability: Availability,
    /** Places left, where the organizer shows them. */
    left: z.int().nullable(),
    /** When the next hold ends, while all remaining places are held. */
    nextReleaseAt: Time.nullable(),
  })
  .meta({ id: 'TicketTypePublic' });
export type TicketTypePublic = z.infer<typeof TicketTypePublic>;

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
  /** Ids or keys of the quotas it draws on; the smallest limits it. */
  quotas: z.array(z.string().max(60)).min(1).max(20),
  /** The sessions that it admits to, none for all; absent: as before, and all for a new type. */
  sessionIds: z.array(Id).max(50).optional(),
  /** Tickets per unit: more than 1 is a bundle. */
  places: z.int().min(1).max(100).default(1),
  /** The sender's name for a new type, so that others can require it. */
  key: z.string().max(60).optional(),
  /** Id or key of a type of which the same booking must include at least one. */
  requires: z.string().max(60).nullable().default(null),
});
export type TicketTypeInput = z.infer<typeof TicketTypeInput>;

export const TicketTypeStaff = z
  .object({
    id: Id,
    index: z.int(),
    name: z.string(),
    description: z.string(),
    priceMinor: z.int(),
    /** The buyer's price of one, fees and tax included. */
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
    sessionIds: z.array(Id),
    sold: z.int(),
    held: z.int(),
  })
  .meta({ id: 'TicketType' });
