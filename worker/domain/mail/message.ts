import { ROLES, type StaffRole } from '../account/permission.ts';

/* Messages of the outbox: each kind with its payload, as it is written, stored and read. */

/** Reads a field of a stored payload; undefined where the value is none of the field's. */
type Field<T> = (value: unknown) => T | undefined;
type PayloadOf<Fields> = { [Name in keyof Fields]: Fields[Name] extends Field<infer T> ? T : never };

const text: Field<string> = (value) => (typeof value === 'string' ? value : undefined);
const textOrNull: Field<string | null> = (value) => (value === null ? null : text(value));
const texts: Field<string[]> = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
/** Minor units. */
const amount: Field<number> = (value) => (Number.isSafeInteger(value) ? (value as number) : undefined);
/** 0 in rows that were written before the field existed. */
const amountOrNone: Field<number> = (value) => (value === undefined ? 0 : amount(value));
const oneOf =
  <T extends string>(values: readonly T[]): Field<T> =>
  (value) =>
    values.find((one) => one === value);
const person: Field<{ name: string; email: string }> = (value) => {
  const { name, email } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof email === 'string' ? { name, email } : undefined;
};

const STAFF_ROLES = ROLES.filter((role): role is StaffRole => role !== 'attendee');
const LINK = { name: text, url: text };
const SUM = { amount, currency: text };
/** `amount` is refunded; of it, `given` was handed over and `owed` is due; `withBank` waits for a bank's decision. */
const REFUNDED = { ...SUM, given: amountOrNone, owed: amountOrNone, withBank: amountOrNone };
const TICKET = { ticketId: text, number: text };
const WAITING = { waitingEntryId: text };

/** Mails about a booking find it by the row's `bookingId`. */
const MAILS = {
  verify_address: LINK,
  account_exists: LINK,
  reset_password: LINK,
  staff_invitation: { ...LINK, inviter: text, role: oneOf(STAFF_ROLES) },
  booking_links: { email: text, bookingIds: texts },
  booking_confirmed: {},
  hold_expired: {},
  payment_received: { ...SUM, receiptNumber: text },
  payment_refunded: REFUNDED,
  refund_delayed: SUM,
  booking_cancelled: { ...REFUNDED, kept: amountOrNone },
  tickets_cancelled: { ...REFUNDED, numbers: texts },
  ticket_received: { ...TICKET, from: text },
  ticket_transferred: { ...TICKET, to: person },
  ticket_void: TICKET,
  waiting_joined: WAITING,
  /** `until` in ISO 8601. */
  waiting_offer: { until: text },
  /** To people on the waiting list; `booking_cancelled` tells buyers. */
  event_cancelled: WAITING,
  refund_failed: { ...SUM, reason: text },
  /** `dueAt` in ISO 8601. */
  dispute: { ...SUM, reason: text, status: oneOf(['open', 'won', 'lost']), dueAt: textOrNull },
};
const STRIPE_TASKS = {
  expire_session: { paymentId: text, stripeSessionId: text, bookingId: text, eventId: text },
  refund: { refundId: text },
};

export type MailKind = keyof typeof MAILS;
export const MAIL_KINDS = Object.keys(MAILS) as MailKind[];

/** One of several kinds, with the payload that belongs to it. */
type OneOf<Kinds> = { [Kind in keyof Kinds]: { kind: Kind; payload: PayloadOf<Kinds[Kind]> } }[keyof Kinds];
export type MailMessage = OneOf<typeof MAILS>;
export type StripeTask = OneOf<typeof STRIPE_TASKS>;
export type MailOf<Kind extends MailKind> = Extract<MailMessage, { kind: Kind }>;
export type StripeTaskOf<Kind extends StripeTask['kind']> = Extract<StripeTask, { kind: Kind }>;

export interface Lanes {
  mail: MailMessage;
  stripe: StripeTask;
}
export type OutboxLane = keyof Lanes;
type InLane = { [Lane in OutboxLane]: { lane: Lane } & Lanes[Lane] }[OutboxLane];

/** A message with its recipient, written in the same transaction as its change. */
export type OutboxMessage = InLane & {
  /** UUID v7. */
  id: string;
  recipient?: string | null;
  locale?: string | null;
  eventId?: string | null;
  bookingId?: string | null;
};

export interface StoredMessage {
  kind: string;
  payload: Record<string, unknown>;
}

const LANES: Record<OutboxLane, Record<string, Record<string, Field<unknown>>>> = {
  mail: MAILS,
  stripe: STRIPE_TASKS,
};

/** Former names, which the previous version still writes between the migration and the deployment of a release. */
const RENAMED: Record<string, MailKind> = {
  ticket_passed_on: 'ticket_transferred',
  waiting_called_off: 'event_cancelled',
};

/** Reads a stored row of a lane; `why` says to staff what is wrong with it. */
export function readMessage<Lane extends OutboxLane>(
  lane: Lane,
  { kind: storedKind, payload: stored }: StoredMessage,
): { ok: true; message: Lanes[Lane] } | { ok: false; why: string } {
  const kind = Object.hasOwn(RENAMED, storedKind) ? RENAMED[storedKind]! : storedKind;
  const fields = Object.hasOwn(LANES[lane], kind) ? LANES[lane][kind] : undefined;
  if (!fields) return { ok: false, why: `This version knows no message of the kind ${kind}.` };
  const payload: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(fields)) {
    payload[name] = read(stored[name]);
    if (payload[name] === undefined) return { ok: false, why: `The message ${kind} has no valid ${name}.` };
  }
  return { ok: true, message: { kind, payload } as Lanes[Lane] };
}
