import { z } from 'zod';
import { PERMISSIONS, ROLES } from '#domain/account/permission.ts';
import { Email, Id, PersonName, Time, listOf } from '../field.ts';
import { Money } from '../money.ts';

export const Permission = z.enum(PERMISSIONS);
export const Role = z.enum(ROLES);

export const Me = z
  .object({
    id: Id,
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    role: Role,
    permissions: z.array(Permission),
    /** Null: all events. */
    eventIds: z.array(Id).nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const StaffMember = z
  .object({
    id: Id,
    name: z.string(),
    email: z.string(),
    role: Role,
    granted: z.array(Permission),
    denied: z.array(Permission),
    permissions: z.array(Permission),
    eventIds: z.array(Id).nullable(),
    createdAt: Time,
  })
  .meta({ id: 'StaffMember' });
export type StaffMember = z.infer<typeof StaffMember>;
export const StaffList = listOf(StaffMember);
export const InviteStaff = z.object({ name: PersonName, email: Email, role: Role.exclude(['attendee']) });
export const UpdateStaff = z.object({
  role: Role.optional(),
  granted: z.array(Permission).optional(),
  denied: z.array(Permission).optional(),
  eventIds: z.array(Id).nullable().optional(),
});

export const OutboxItem = z
  .object({
    id: Id,
    kind: z.string(),
    recipient: z.string(),
    /** `overtaken`: there was nothing left to say at the time of sending; `lastError` says why. */
    state: z.enum(['pending', 'sent', 'failed', 'overtaken']),
    attempts: z.int(),
    lastError: z.string().nullable(),
    bookingId: Id.nullable(),
    nextAttemptAt: Time.nullable(),
    sentAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: 'OutboxItem' });
export type OutboxItem = z.infer<typeof OutboxItem>;
export const OutboxList = listOf(OutboxItem);

export const DashboardStats = z
  .object({
    events: z.object({ published: z.int(), drafts: z.int(), upcoming: z.int() }),
    /** `dueAtDoor`: they have their tickets and still owe the payment. */
    bookings: z.object({ confirmed: z.int(), pending: z.int(), dueAtDoor: z.int() }),
    ticketsSold: z.int(),
    checkedIn: z.int(),
    revenue: z.array(Money),
    /** The part of the revenue that banks have yet to decide about. */
    contested: z.array(Money),
    mail: z.object({ pending: z.int(), failed: z.int() }),
    problems: z.array(z.object({ kind: z.string(), count: z.int() })),
    /** Bookings whose money needs attention, for staff who may see bookings. */
    troubles: z.array(
      z.object({
        kind: z.enum(['refund_failed', 'refund_owed', 'refund_due', 'dispute_open']),
        bookingId: Id,
        eventId: Id,
        reference: z.string(),
        buyerName: z.string(),
        /** The part of the booking's money that it is about. */
        amount: Money,
      }),
    ),
    serverTime: Time,
  })
  .meta({ id: 'DashboardStats' });
export type DashboardStats = z.infer<typeof DashboardStats>;
