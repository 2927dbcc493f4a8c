import { sql, type SQL } from 'drizzle-orm';
import type { BookingStatus } from '#domain/booking/booking.ts';
import type { Db } from '../client.ts';
import type { PartOfList } from '../page.ts';
import { reconciling } from './reconciling.ts';
import { PAYMENT_COLUMNS, toPayment, type PaymentRow, type PaymentPlace } from './row.ts';
import type { PaymentRecord, RefundStatus } from '#domain/payment/payment.ts';

export interface BookingOwner {
  id: string;
  eventId: string;
  userId: string | null;
  email: string;
  status: BookingStatus;
  linkVersion: number;
}

export interface RefundRecord {
  id: string;
  paymentId: string;
  status: RefundStatus;
  amountMinor: number;
  currency: string;
  reason: string;
  failureReason: string | null;
  byHand: boolean;
  requestedBy: string | null;
  createdAt: Date;
  succeededAt: Date | null;
}

export interface RefundDue {
  id: string;
  status: RefundStatus;
  amountMinor: number;
  currency: string;
  paymentId: string;
  stripePaymentIntentId: string | null;
  bookingId: string;
  eventId: string;
}

type OwnerRow = {
  event_id: string;
  user_id: string | null;
  buyer_email: string;
  booking_status: BookingStatus;
  link_version: number;
};

/** By database; it never changes, so an isolate asks once. */
const knownDeployments = new Map<string, string>();

export function createPaymentStore(db: () => Db) {
  const first = async <T>(query: SQL) => (await db().execute(query)).rows[0] as T | undefined;
  return {
    async find(paymentId: string): Promise<{ payment: PaymentRecord; booking: BookingOwner } | null> {
      const row = await first<
        PaymentRow & OwnerRow
      >(sql`select ${sql.raw(PAYMENT_COLUMNS)}, b.event_id, b.user_id, b.buyer_email,
        b.status as booking_status, b.link_version from payments p join bookings b on b.id = p.booking_id where p.id = ${paymentId}`);
      if (!row) return null;
      const {
        event_id: eventId,
        user_id: userId,
        buyer_email: email,
        booking_status: status,
        link_version: linkVersion,
      } = row;
      return { payment: toPayment(row), booking: { id: row.booking_id, eventId, userId, email, status, linkVersion } };
    },
    /** By Stripe's PaymentIntent, which a payment carries once it has succeeded. */
    async findByIntent(stripePaymentIntentId: string): Promise<PaymentPlace | null> {
      const row = await first<PaymentPlace>(sql`select b.event_id as "eventId", p.booking_id as "bookingId",
        p.id as "paymentId" from payments p join bookings b on b.id = p.booking_id
        where p.stripe_payment_intent_id = ${stripePaymentIntentId}`);
      return row ?? null;
    },
    async findRefund(refundId: string): Promise<RefundDue | null> {
      const row =
        await first<RefundDue>(sql`select r.id, r.status, r.amount_minor::float8 as "amountMinor", r.currency, r.payment_id as "paymentId",
        p.stripe_payment_intent_id as "stripePaymentIntentId", p.booking_id as "bookingId", b.event_id as "eventId"
        from refunds r join payments p on p.id = r.payment_id join bookings b on b.id = p.booking_id where r.id = ${refundId}`);
      return row ?? null;
    },
    /** Of one payment, in the order in which they were made. */
    async listRefunds(paymentId: string, part: PartOfList | 'all'): Promise<RefundRecord[]> {
      const rest = part === 'all' || !part.after ? sql`` : sql`and r.id > ${part.after}`;
      const limit = part === 'all' ? sql`` : sql`limit ${part.limit}`;
      const { rows } = await db().execute<Record<string, unknown> & RefundRecord>(sql`select r.id,
        r.payment_id as "paymentId", r.status, r.amount_minor::float8 as "amountMinor", r.currency, r.reason,
        r.failure_reason as "failureReason", r.by_hand as "byHand", u.name as "requestedBy",
        r.created_at as "createdAt", r.succeeded_at as "succeededAt"
        from refunds r left join users u on u.id = r.requested_by where r.payment_id = ${paymentId} ${rest}
        order by r.id ${limit}`);
      return rows.map((row) => ({
        ...row,
        createdAt: new Date(row.createdAt),
        succeededAt: row.succeededAt && new Date(row.succeededAt),
      }));
    },
    ...reconciling(db),
    /** A bank contests it, or has taken it back. */
    async contested(paymentId: string): Promise<'open' | 'lost' | null> {
      const row = await first<{ status: 'open' | 'lost' }>(
        sql`select status from disputes where payment_id = ${paymentId} and status <> 'won' order by status limit 1`,
      );
      return row?.status ?? null;
    },
    /** Marks what is ours at Stripe; several deployments may share one account. */
    async deploymentId(): Promise<string> {
      const address = db().$client.options.connectionString ?? '';
      const known = knownDeployments.get(address);
      if (known !== undefined) return known;
      const row = await first<{ id: string }>(sql`select id from deployment`);
      if (!row) throw new Error('The deployment has no row');
      knownDeployments.set(address, row.id);
      return row.id;
    },
  };
}

export type PaymentStore = ReturnType<typeof createPaymentStore>;
