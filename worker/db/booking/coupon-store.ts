import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { CouponEvent, CouponFields, CouponChange } from '#domain/booking/coupon-edit.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { insertAudit, type Actor } from '../audit-store.ts';
import type { Db, Tx } from '../client.ts';
import type { PartOfList } from '../page.ts';
import * as t from '../schema.ts';
import type { Ground } from '../../ground.ts';

export interface CouponRecord extends CouponFields {
  id: string;
  version: number;
  used: number;
  /** The total discount on its live bookings, in minor units. */
  discountedMinor: number;
  archivedAt: Date | null;
  createdAt: Date;
}

type Parts = Pick<Ground, 'clock' | 'ids'>;
const UNIQUE_VIOLATION = '23505';

export function createCouponStore(open: () => Db, parts: Parts) {
  return {
    /** The coupons in use, newest first. */
    list: (eventId: string, part: PartOfList): Promise<CouponRecord[]> => load(open(), { eventId, part }),
    create: (
      eventId: string,
      decide: (event: CouponEvent) => Outcome<{ fields: CouponFields }>,
      by: Actor,
    ): Promise<Outcome<{ coupon: CouponRecord }>> =>
      unlessTaken(
        open().transaction(async (tx) => {
          const event = await lockEvent(tx, eventId);
          if (!event) return refusal('not_found');
          const decided = decide(event);
          if (!decided.ok) return decided;
          const { ticketTypeIds, ...columns } = decided.fields;
          const id = parts.ids.uuid();
          await tx.insert(t.coupons).values({ ...columns, id, eventId });
          await limitTo(tx, id, ticketTypeIds);
          return audited(tx, parts, { eventId, couponId: id, before: null, by: { ...by, action: 'coupon.create' } });
        }),
      ),
    change: (
      { eventId, couponId }: { eventId: string; couponId: string },
      decide: (event: CouponEvent, before: CouponRecord) => Outcome<{ change: CouponChange }>,
      by: Actor & { action: string },
    ): Promise<Outcome<{ coupon: CouponRecord }>> =>
      unlessTaken(
        open().transaction(async (tx) => {
          const event = await lockEvent(tx, eventId);
          const [before] = await load(tx, { eventId, couponId });
          if (!event || !before) return refusal('not_found');
          const decided = decide(event, before);
          if (!decided.ok) return decided;
          const { ticketTypeIds, ...columns } = decided.change;
          const version = sql`${t.coupons.version} + 1`;
          await tx
            .update(t.coupons)
            .set({ ...columns, version })
            .where(eq(t.coupons.id, couponId));
          if (ticketTypeIds) await limitTo(tx, couponId, ticketTypeIds);
          return audited(tx, parts, { eventId, couponId, before, by });
        }),
      ),
  };
}

/** Each change is one transaction: its event locked, decided, written, audited. */
export type CouponStore = ReturnType<typeof createCouponStore>;

async function unlessTaken<T extends object>(work: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work;
  } catch (error) {
    const { code, constraint } = ((error as { cause?: unknown }).cause ?? error) as {
      code?: string;
      constraint?: string;
    };
    if (code === UNIQUE_VIOLATION && constraint === 'coupons_code') return refusal('coupon_code_taken');
    throw error;
  }
}

/** The event's lock is its box office's too: a booking sees a coupon before the change or after it. */
async function lockEvent(tx: Tx, eventId: string): Promise<CouponEvent | null> {
  const { rows } = await tx.execute<{ currency: string }>(
    sql`select currency from events where id = ${eventId} for no key update`,
  );
  if (!rows[0]) return null;
  const types = await tx.select({ id: t.ticketTypes.id }).from(t.ticketTypes).where(eq(t.ticketTypes.eventId, eventId));
  return { currency: rows[0].currency, ticketTypeIds: types.map(({ id }) => id) };
}

interface Audited {
  eventId: string;
  couponId: string;
  before: CouponRecord | null;
  by: Actor & { action: string };
}

async function audited(tx: Tx, parts: Parts, { eventId, couponId, before, by }: Audited) {
  const [coupon] = await load(tx, { eventId, couponId });
  if (!coupon) throw new Error(`Coupon ${couponId} vanished under its lock`);
  const { action, ...actor } = by;
  const subject = { subjectType: 'coupon', subjectId: couponId, eventId, action };
  const entry = { id: parts.ids.uuid(), at: parts.clock.now(), by: actor, before, after: coupon };
  await insertAudit(tx, [{ ...entry, ...subject }]);
  return { ok: true as const, coupon };
}

async function limitTo(tx: Tx, couponId: string, ticketTypeIds: string[]): Promise<void> {
  await tx.delete(t.couponTicketTypes).where(eq(t.couponTicketTypes.couponId, couponId));
  const rows = [...new Set(ticketTypeIds)].map((ticketTypeId) => ({ couponId, ticketTypeId }));
  if (rows.length > 0) await tx.insert(t.couponTicketTypes).values(rows);
}

type Wanted = { eventId: string } & ({ couponId: string; part?: never } | { part: PartOfList; couponId?: never });

async function load(db: Db | Tx, { eventId, couponId, part }: Wanted): Promise<CouponRecord[]> {
  const one = couponId ? eq(t.coupons.id, couponId) : isNull(t.coupons.archivedAt);
  const rest = part?.after
    ? sql`(${t.coupons.createdAt}, ${t.coupons.id}) < (select c.created_at, c.id from coupons c where c.id = ${part.after})`
    : undefined;
  const rows = await db
    .select({
      coupon: t.coupons,
      ticketTypeIds: sql<
        string[]
      >`array(select ticket_type_id::text from coupon_ticket_types y where y.coupon_id = coupons.id)`,
      discountedMinor: sql<number>`(select coalesce(sum(b.discount_minor), 0)::float8 from bookings b
        where b.coupon_id = coupons.id and b.status in ('pending_payment', 'confirmed'))`,
    })
    .from(t.coupons)
    .where(and(eq(t.coupons.eventId, eventId), one, rest))
    .orderBy(desc(t.coupons.createdAt), desc(t.coupons.id))
    .limit(part?.limit ?? 1);
  return rows.map(({ coupon: { eventId: _, ...coupon }, ...beside }) => ({ ...coupon, ...beside }));
}
