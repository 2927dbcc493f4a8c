import { z } from 'zod';
import { EventPhase, EventSession, EventStatus, MOST_SESSIONS, SessionInput, eventFields } from './fields.ts';
import { EventSummary } from './public-event.ts';
import { Id, Time } from '../field.ts';
import { Gate, GateInput } from './gate.ts';
import { Money } from '../money.ts';
import { Question, QuestionInput } from './question.ts';
import { QuotaInput, QuotaStaff } from './quota.ts';
import { TicketTypeInput, TicketTypeStaff } from './ticket-type.ts';

const optional = z.object(eventFields).partial();

/** Title, times, zone and currency are enough; the rest has defaults. A new event has no ticket types. */
export const CreateEvent = optional.extend({
  title: eventFields.title,
  startsAt: eventFields.startsAt,
  endsAt: eventFields.endsAt,
  timeZone: eventFields.timeZone,
  currency: eventFields.currency,
  /** Its days, each within the event's times; absent: one, from its start to its end. */
  sessions: z.array(SessionInput).min(1).max(MOST_SESSIONS).optional(),
});
export type CreateEvent = z.infer<typeof CreateEvent>;

/**
 * `version` is the version that was edited; another returns 409 `version_conflict`. `sessions` are all of them, new ones
 * without an id; absent, they follow the event's times.
 */
export const UpdateEvent = optional.extend({
  version: z.int().min(1),
  sessions: z
    .array(SessionInput.extend({ id: Id.optional() }))
    .min(1)
    .max(MOST_SESSIONS)
    .optional(),
});
export type UpdateEvent = z.infer<typeof UpdateEvent>;

/** All quotas and ticket types of an event, in the order shown; types left out are archived. */
export const SaveTicketTypes = z.object({
  version: z.int().min(1),
  quotas: z.array(QuotaInput).max(50),
  ticketTypes: z.array(TicketTypeInput).max(50),
});
export type SaveTicketTypes = z.infer<typeof SaveTicketTypes>;

/** All gates of an event. Pages of an earlier release name no version: theirs is the last word, as it was. */
export const SaveGates = z.object({ version: z.int().min(1).optional(), gates: z.array(GateInput).max(50) });
export const SaveQuestions = z.object({ version: z.int().min(1), questions: z.array(QuestionInput).max(50) });

/** Whether buyers are refunded, and a message to attendees. */
export const CancelEvent = z.object({
  refund: z.boolean().default(true),
  message: z.string().trim().max(2000).default(''),
});

/** How far the settlement of a cancelled event has come. */
export const CancellationProgress = z
  .object({
    bookings: z.int(),
    ended: z.int(),
    /** Payments of bookings not yet settled or refunded: before cancelling, the total that would be refunded. */
    refundable: Money,
    /** Paid in cash or at a terminal: to be refunded directly. */
    byHand: Money,
    /** A bank has yet to decide: it is refunded if the dispute is won. */
    contested: Money,
    refunds: z.object({ pending: z.int(), succeeded: z.int(), failed: z.int() }),
    /** Refunds that are still to be handed over. */
    owed: z.object({ count: z.int(), amount: Money }),
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
    sessions: z.array(EventSession),
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
    /** The address that shows a draft to anyone with the link. */
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
  /** Payments less refunds and lost disputes; and the part that banks have yet to decide about. */
  revenue: Money,
  contested: Money,
}).meta({ id: 'EventStaffSummary' });
export type EventStaffSummary = z.infer<typeof EventStaffSummary>;
export const EventStaffQuery = z.object({
  q: z.string().trim().max(100).optional(),
  status: EventStatus.optional(),
  /** Upcoming and current events, soonest first; otherwise all, latest first. */
  upcoming: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(300).optional(),
});
