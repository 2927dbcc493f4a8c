import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { insertOutbox } from '../mail/outbox-store.ts';
import type { PaymentPlace } from './row.ts';

export interface OpenAtStripe extends PaymentPlace {
  stripeSessionId: string;
}

export interface RefundAtStripe extends PaymentPlace {
  refundId: string;
  stripeRefundId: string;
}

type Lost = { refundId: string; bookingId: string; eventId: string };

/** Payments and refunds that a lost webhook or a crash left open, to be compared with Stripe. */
export function reconciling(db: () => Db) {
  const rows = async <T>(query: SQL) => (await db().execute(query)).rows as T[];
  return {
    /**
     * The open payment at Stripe that was asked about longest ago, if that is some minutes; from now on it counts as
     * asked.
     */
    async claimUnchecked(): Promise<OpenAtStripe | null> {
      const [claimed] = await rows<OpenAtStripe>(CLAIM);
      return claimed ?? null;
    },
    /**
     * A refund that Stripe has not decided, some minutes old and not yet asked about, or last asked about an hour ago.
     */
    async claimUncheckedRefund(): Promise<RefundAtStripe | null> {
      const [claimed] = await rows<RefundAtStripe>(CLAIM_REFUND);
      return claimed ?? null;
    },
    /** Queues refunds again that Stripe was not asked for and that no queued task covers; returns how many. */
    async requeueRefunds(newId: () => string): Promise<number> {
      const lost = await rows<Lost>(LOST);
      await insertOutbox(
        db(),
        lost.map(({ refundId, ...about }) => ({
          ...about,
          id: newId(),
          lane: 'stripe',
          kind: 'refund',
          payload: { refundId },
        })),
      );
      return lost.length;
    },
  };
}

// One by one, each claimed by a single heartbeat: after a crash they are asked again a few minutes later.
const CLAIM = sql`update payments p set checked_at = now() from bookings b
  where b.id = p.booking_id and p.id = (
    select id from payments where status = 'pending' and method = 'stripe' and stripe_session_id is not null
      and coalesce(checked_at, created_at) < now() - interval '5 minutes'
    order by checked_at nulls first, created_at limit 1 for update skip locked)
  returning b.event_id as "eventId", p.booking_id as "bookingId", p.id as "paymentId",
    p.stripe_session_id as "stripeSessionId"`;

// Most are done within minutes, unless a webhook was lost; those that take a bank days are checked once an hour.
const CLAIM_REFUND = sql`update refunds r set checked_at = now() from payments p, bookings b
  where p.id = r.payment_id and b.id = p.booking_id and r.id = (
    select id from refunds where status = 'pending' and stripe_refund_id is not null and case when checked_at is null
      then created_at < now() - interval '5 minutes' else checked_at < now() - interval '1 hour' end
    order by checked_at nulls first, created_at limit 1 for update skip locked)
  returning b.event_id as "eventId", p.booking_id as "bookingId", p.id as "paymentId", r.id as "refundId",
    r.stripe_refund_id as "stripeRefundId"`;

// A row that was given up isn't written again right away: someone may be investigating it.
const LOST = sql`select r.id as "refundId", p.booking_id as "bookingId", b.event_id as "eventId"
  from refunds r join payments p on p.id = r.payment_id join bookings b on b.id = p.booking_id
  where r.status = 'pending' and r.stripe_refund_id is null and p.method = 'stripe'
    and r.created_at < now() - interval '5 minutes'
    and not exists (select 1 from outbox o where o.booking_id = p.booking_id and o.lane = 'stripe' and o.kind = 'refund'
      and o.payload->>'refundId' = r.id::text and (o.state = 'pending' or o.created_at > now() - interval '1 hour'))
  order by r.created_at limit 100`;
