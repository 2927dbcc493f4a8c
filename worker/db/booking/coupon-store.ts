import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Actor, Core, CouponFields, CouponRecord, CouponStore } from '../../deps.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { insertAudit } from '../audit-store.ts';
import type { Db, Tx } from '../client.ts';
import * as t from '../schema.ts';

type Parts = Pick<Core, 'clock' | 'ids'>;
type Wanted = Partial<CouponFields> & { archivedAt?: Date };
const UNIQUE_VIOLATION = '23505';

export function createCouponStore(open: () => Db, parts: Parts): CouponStore {
  return {
    list: (eventId) => load(open(), eventId),
    create: (eventId, fields, by) =>
      unlessTaken(
        open().transaction((tx) => save(tx, parts, { eventId, couponId: parts.ids.uuid(), fields, by }, true)),
      ),
    change: (eventId, couponId, fields, by) =>
      unlessTaken(open().transaction((tx) => save(tx, parts, { eventId, couponId, fields, by }, false))),
  };
}

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

type Save = { eventId: string; couponId: string; fields: Wanted; by: Actor };

async function save(tx: Tx, parts: Parts, { eventId, couponId, fields, by }: Save, isNew: boolean) {
  // Under the event's lock, like every turn of its box office: a booking sees a coupon before the change or after it.
  await tx.execute(sql`select id from events where id = ${eventId} for no key update`);
  const [before] = await load(tx, eventId, couponId);
  if (!isNew && !before) return refusal('not_found');
  const { ticketTypeIds, ...columns } = fields;
  if (ticketTypeIds && !(await areOf(tx, eventId, ticketTypeIds))) return refusal('unknown_ticket_type');
  if (isNew) await tx.insert(t.coupons).values({ ...(columns as CouponFields), id: couponId, eventId });
  else if (Object.keys(columns).length > 0) await tx.update(t.coupons).set(columns).where(eq(t.coupons.id, couponId));
  if (ticketTypeIds) await limitTo(tx, couponId, ticketTypeIds);
  const [coupon] = await load(tx, eventId, couponId);
  if (!coupon) throw new Error(`Coupon ${couponId} vanished under its lock`);
  const action = isNew ? 'coupon.create' : fields.archivedAt ? 'coupon.archive' : 'coupon.edit';
  const subject = { subjectType: 'coupon', subjectId: couponId, eventId, action };
  const audit = { id: parts.ids.uuid(), at: parts.clock.now(), by, before: before ?? null, after: coupon };
  await insertAudit(tx, [{ ...audit, ...subject }]);
  return { ok: true as const, coupon };
}

async function areOf(tx: Tx, eventId: string, ticketTypeIds: string[]): Promise<boolean> {
  const found = await tx.select({ id: t.ticketTypes.id }).from(t.ticketTypes).where(eq(t.ticketTypes.eventId, eventId));
  return ticketTypeIds.every((id) => found.some((type) => type.id === id));
}

async function limitTo(tx: Tx, couponId: string, ticketTypeIds: string[]): Promise<void> {
  await tx.delete(t.couponTicketTypes).where(eq(t.couponTicketTypes.couponId, couponId));
  const rows = [...new Set(ticketTypeIds)].map((ticketTypeId) => ({ couponId, ticketTypeId }));
  if (rows.length > 0) await tx.insert(t.couponTicketTypes).values(rows);
}

async function load(db: Db | Tx, eventId: string, couponId?: string): Promise<CouponRecord[]> {
  const one = couponId ? eq(t.coupons.id, couponId) : isNull(t.coupons.archivedAt);
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
    .where(and(eq(t.coupons.eventId, eventId), one))
    .orderBy(desc(t.coupons.createdAt), desc(t.coupons.id));
  return rows.map(({ coupon: { eventId: _, ...coupon }, ...beside }) => ({ ...coupon, ...beside }));
}
