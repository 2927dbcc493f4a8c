import { z } from 'zod';
import { EventPhase, EventSession, EventStatus, eventFields } from './fields.ts';
import { EventSummary } from './public-event.ts';
import { Id, Time } from '../field.ts';
import { Gate, GateInput } from '../door/gate.ts';
import { Money } from '../money.ts';
import { Question, QuestionInput } from './question.ts';
import { QuotaInput, QuotaStaff } from './quota.ts';
import { TicketTypeInput, TicketTypeStaff } from './ticket-type.ts';

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

export const SaveGates = z.object({ gates: z.array(GateInput).max(50) });
export const SaveQuestions = z.object({ version: z.int().min(1), questions: z.array(QuestionInput).max(50) });

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
    /** A bank has yet to decide: it becomes due when the dispute is won. */
    contested: Money,
    refunds: z.object({ pending: z.int(), succeeded: z.int(), failed: z.int() }),
    /** Refunds that somebody has yet to hand over. */
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
  /** What was paid, less what went back and what banks took back; and what of it they have yet to decide about. */
  revenue: Money,
  contested: Money,
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
