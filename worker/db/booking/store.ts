import { sql, type SQL } from 'drizzle-orm';
import type {
  BookingLineRecord,
  BookingRecord,
  TicketRecord,
  EventFacts,
  BookingStatus,
  BookingFilter,
} from '#domain/booking/booking.ts';
import type { EventKey } from '#domain/ticket/event-key.ts';
import { bookingsNaming, bookingsThat } from './filter.ts';
import { bookingOf, type BookingRow } from './row.ts';
import type { Db } from '../client.ts';
import { daysOfTicket } from '../ticket-days.ts';
import { FACT_COLUMNS, toEventFacts, type EventRow } from '../event/row.ts';
import {
  MONEY_COLUMNS,
  MONEY_OF_BOOKING,
  MONEY_OF_PAYMENT,
  toMoney,
  type MoneyRow,
  type MoneyParts,
} from '../payment/money.ts';
import { PAYMENT_COLUMNS, toPayment, type PaymentRow } from '../payment/row.ts';
import type { CancelPolicy } from '#domain/event/cancel-policy.ts';
import type { DisputeStatus, PaymentRecord } from '#domain/payment/payment.ts';
import type { Page } from '../page.ts';

export interface BookingFound {
  booking: BookingRecord;
  event: EventFacts;
  /** As the event says now: until when buyers may cancel, and what is kept. */
  policy: CancelPolicy;
  /** Whether one of its tickets has been checked in. */
  wasIn: boolean;
  /** The buyer's address; empty where none was given. */
  organizer: { name: string; email: string | null };
  /** Every payment, newest first, with where its money is. */
  payments: PaymentFound[];
  disputes: DisputeRecord[];
  /** Types in it whose price the buyer named. */
  namedPrices: string[];
  keys: EventKey[];
  payment: PaymentRecord | null;
}

export interface PaymentFound extends PaymentRecord {
  money: MoneyParts;
  /** Refundable now. */
  availableMinor: number;
  /** The refundable rest while a bank has yet to decide. */
  withBankMinor: number;
  contested: 'open' | 'lost' | null;
}

export interface DisputeRecord {
  id: string;
  paymentId: string;
  status: DisputeStatus;
  amountMinor: number;
  currency: string;
  reason: string;
  evidenceDueAt: string | null;
}

export interface BookingListed {
  booking: Omit<BookingRecord, 'lines' | 'tickets'>;
  ticketCount: number;
  event: EventFacts;
  money: MoneyParts;
}

/** Bookings that were live when it began (that are, before it), what they can get back, and the refunds made since. */
export interface CancellationProgress {
  bookings: number;
  ended: number;
  /** Refunds through Stripe, and refunds made otherwise. */
  refundable: { amount: number; currency: string };
  byHand: { amount: number; currency: string };
  /** Disputed at a bank: not refundable until it decides. */
  contested: { amount: number; currency: string };
  refunds: { pending: number; succeeded: number; failed: number };
  /** Refunds that are still to be handed over. */
  owed: { count: number; amount: { amount: number; currency: string } };
}

/** From the audit log, newest first. */
export interface HistoryEntry {
  at: string;
  actor: string;
  action: string;
  before: unknown;
  after: unknown;
}

const BOOKING_COLUMNS = sql.raw(`b.id as booking_id, b.event_id, b.reference, b.user_id, b.buyer_name, b.buyer_email,
  b.locale, b.status as booking_status, b.method, b.currency, b.total_minor, b.fee_minor, b.tax_minor,
  b.discount_minor, b.waiting_entry_id, b.attendees, b.billing, b.link_version,
  (select code from coupons c where c.id = b.coupon_id) as coupon_code,
  (select coalesce(jsonb_agg(jsonb_build_object('questionId', a.question_id, 'place', nullif(a.place, -1), 'value', a.value)
    order by a.place), '[]') from answers a where a.booking_id = b.id) as answers,
  b.hold_expires_at, b.releasing_since, b.confirmed_at, b.expired_at, b.cancelled_at, b.created_at as booked_at,
  b.ticket_count`);
const FACTS = sql.raw(FACT_COLUMNS);
const ENDED = `from bookings b where b.event_id = e.id and (b.status in ('pending_payment', 'confirmed')
  or b.cancelled_at >= e.cancelled_at)`;
const REFUNDED = `from refunds r join payments p on p.id = r.payment_id join bookings b on b.id = p.booking_id
  where b.event_id = e.id and r.created_at >= e.cancelled_at`;
const left = (
  what: string,
  which: string,
) => `select json_build_object('currency', e.currency, 'amount', coalesce(sum(m.${what}), 0)::float8)
  from payments p join bookings b on b.id = p.booking_id cross join ${MONEY_OF_PAYMENT} m
  where b.event_id = e.id and b.status in ('pending_payment', 'confirmed') and ${which}`;
const PROGRESS = sql.raw(`(${left('available', `p.method = 'stripe'`)}) as refundable,
  (${left('available', `p.method <> 'stripe'`)}) as "byHand", (${left('with_bank', 'true')}) as contested, (select count(*)::int ${ENDED}) as bookings,
  (select count(*)::int ${ENDED} and b.status = 'cancelled') as ended,
  (select json_build_object('pending', count(*) filter (where r.status = 'pending'),
    'succeeded', count(*) filter (where r.status = 'succeeded'),
    'failed', count(*) filter (where r.status = 'failed')) ${REFUNDED} and not r.by_hand) as refunds,
  (select json_build_object('count', count(*), 'amount', json_build_object('currency', e.currency,
    'amount', coalesce(sum(r.amount_minor), 0)::float8)) ${REFUNDED} and r.by_hand and r.status = 'pending') as owed`);
type Left = { available: number; withBank: number; dispute: 'open' | 'lost' | null };
type Beside = { was_in: boolean; organizer_name: string; contact_email: string | null };
const POLICY = sql.raw(`e.cancel_until_hours, e.cancel_fee_fixed_minor, e.cancel_fee_basis_points,
  e.organizer_name, coalesce(nullif(e.contact_email, ''), (select nullif(o.contact_email, '') from organization o)) as contact_email,
  exists (select 1 from attendance a join tickets k on k.id = a.ticket_id
    where k.booking_id = b.id and a.undone_at is null) as was_in`);

/** Bookings as pages read them, by a fixed number of queries. */
export function createBookingStore(db: () => Db) {
  const rows = async <T>(query: SQL) => (await db().execute(query)).rows as T[];
  const list = async (where: SQL, page: Page) =>
    (await rows<BookingRow & EventRow & MoneyRow>(listQuery(where, page))).map(listed);
  return {
    async find(bookingId: string): Promise<BookingFound | null> {
      const [found] = await rows<BookingRow & EventRow & Beside>(
        sql`select ${BOOKING_COLUMNS}, ${FACTS}, ${POLICY} from bookings b join events e on e.id = b.event_id
          where b.id = ${bookingId}`,
      );
      return found ? complete(rows, found) : null;
    },
    /** Newest first. `own` is what a person sees: their account's, and their verified address's. */
    async history(bookingId: string): Promise<HistoryEntry[]> {
      const found = await rows<
        HistoryEntry & { at: string | Date }
      >(sql`select at, actor, action, before, after from audit_log
        where subject_type = 'booking' and subject_id = ${bookingId} order by at desc, id desc limit 200`);
      return found.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() }));
    },
    /** How far the end of a cancelled event has come. */
    async cancellation(eventId: string): Promise<CancellationProgress | null> {
      const [found] = await rows<CancellationProgress>(sql`select ${PROGRESS} from events e where e.id = ${eventId}`);
      return found ?? null;
    },
    listOwn(
      { userId, verifiedEmail }: { userId: string; verifiedEmail: string | null },
      page: Page,
    ): Promise<BookingListed[]> {
      const byEmail = verifiedEmail === null ? sql`` : sql` or lower(b.buyer_email) = ${verifiedEmail.toLowerCase()}`;
      return list(sql`(b.user_id = ${userId}${byEmail})`, page);
    },
    listOfEvent(
      eventId: string,
      { q, status }: { q: string | null; status: BookingStatus | BookingFilter | null },
      page: Page,
    ): Promise<BookingListed[]> {
      const byStatus = status === null ? sql`` : sql` and ${bookingsThat(status)}`;
      const named = q === null ? sql`` : sql` and ${bookingsNaming(eventId, q)}`;
      return list(sql`b.event_id = ${eventId}${byStatus}${named}`, page);
    },
  };
}

/** Bookings as pages and lists read them; nothing here moves stock. */
export type BookingStore = ReturnType<typeof createBookingStore>;

type Ask = <T>(query: SQL) => Promise<T[]>;

async function complete(rows: Ask, found: BookingRow & EventRow & Beside): Promise<BookingFound> {
  const id = found.booking_id;
  const lines = await rows<
    BookingLineRecord & { isNamed: boolean }
  >(sql`select t.pay_what_you_want as "isNamed", l.ticket_type_id as "ticketTypeId", t.name, l.quantity, l.places,
    l.unit_price_minor::float8 as "unitPriceMinor", l.unit_fee_minor::float8 as "unitFeeMinor",
    l.discount_minor::float8 as "discountMinor", l.total_minor::float8 as "totalMinor" from booking_lines l join ticket_types t on t.id = l.ticket_type_id
    where l.booking_id = ${id} order by l.position`);
  const tickets = await rows<TicketRecord & { issuedAt: Date | string }>(sql`select k.id, k.position, k.number,
    k.ticket_type_id as "ticketTypeId", t.index as "typeIndex", t.name as "typeName", k.attendee_name as "attendeeName",
    k.status, k.revision, k.key_id as "keyId", k.issued_at as "issuedAt", k.link_version as "linkVersion",
    k.holder_email as "holderEmail", ${sql.raw(daysOfTicket('k'))} as days from tickets k join ticket_types t on t.id = k.ticket_type_id
    where k.booking_id = ${id} order by k.position`);
  const payments = await rows<PaymentRow & MoneyRow & Left>(
    sql`select ${sql.raw(`${PAYMENT_COLUMNS}, ${MONEY_COLUMNS},
    m.available::float8 as available, m.with_bank::float8 as "withBank", m.dispute
    from payments p cross join ${MONEY_OF_PAYMENT} m`)} where p.booking_id = ${id} order by p.id desc`,
  );
  const payment = payments.find(({ status }) => status === 'succeeded') ?? payments[0];
  const issued = tickets.map((ticket) => ({ ...ticket, issuedAt: new Date(ticket.issuedAt).toISOString() }));
  return {
    booking: { ...bookingOf(found), lines: lines.map(({ isNamed: _, ...line }) => line), tickets: issued },
    event: toEventFacts(found),
    keys: tickets.length > 0 ? await keysOf(rows, found.event_id) : [],
    payment: payment ? toPayment(payment) : null,
    payments: payments.map((row) => ({
      ...toPayment(row),
      money: toMoney(row),
      availableMinor: row.available,
      withBankMinor: row.withBank,
      contested: row.dispute,
    })),
    disputes: payments.length > 0 ? await disputesOf(rows, id) : [],
    policy: {
      startsAt: new Date(found.starts_at),
      cancelUntilHours: found.cancel_until_hours,
      cancelFeeFixedMinor: Number(found.cancel_fee_fixed_minor),
      cancelFeeBasisPoints: found.cancel_fee_basis_points,
      currency: found.currency,
    },
    wasIn: found.was_in,
    organizer: { name: found.organizer_name, email: found.contact_email },
    namedPrices: lines.flatMap(({ ticketTypeId, isNamed }) => (isNamed ? ticketTypeId : [])),
  };
}

const disputesOf = async (rows: Ask, bookingId: string): Promise<DisputeRecord[]> => {
  const found =
    await rows<DisputeRecord>(sql`select d.id, d.payment_id as "paymentId", d.status, d.amount_minor::float8 as "amountMinor",
    d.currency, d.reason, d.evidence_due_at as "evidenceDueAt" from disputes d join payments p on p.id = d.payment_id
    where p.booking_id = ${bookingId} order by d.created_at desc`);
  const iso = (at: string | null) => at && new Date(at).toISOString();
  return found.map((dispute) => ({ ...dispute, evidenceDueAt: iso(dispute.evidenceDueAt) }));
};

const keysOf = (rows: Ask, eventId: string) =>
  rows<EventKey>(sql`select event_id as "eventId", key_id as "keyId", public_key as "publicKey",
    private_key_sealed as "privateKeySealed", revoked_at as "revokedAt" from event_keys where event_id = ${eventId}`);

function listQuery(where: SQL, { limit, before }: Page): SQL {
  const older =
    before === null ? sql`` : sql` and (b.created_at, b.id) < (${before.createdAt}::timestamptz, ${before.id}::uuid)`;
  return sql`select ${BOOKING_COLUMNS}, ${FACTS}, m.* from bookings b join events e on e.id = b.event_id
    cross join ${sql.raw(MONEY_OF_BOOKING)} m
    where ${where}${older} order by b.created_at desc, b.id desc limit ${limit}`;
}

function listed(row: BookingRow & EventRow & MoneyRow): BookingListed {
  const booking: Omit<BookingRecord, 'lines' | 'tickets'> = bookingOf(row);
  return { booking, ticketCount: row.ticket_count, event: toEventFacts(row), money: toMoney(row) };
}
