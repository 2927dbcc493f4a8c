import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { FullEvent } from '#domain/event/event.ts';
import type { Question } from '#domain/event/question.ts';
import type { Db, Tx } from '../client.ts';
import { offeredOf } from './offered-places.ts';
import * as t from '../schema.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Loads the whole of an event by a fixed number of queries. */
export async function loadEvent(db: Db | Tx, idOrSlug: string): Promise<FullEvent | null> {
  const named = UUID.test(idOrSlug) ? eq(t.events.id, idOrSlug) : eq(t.events.slug, idOrSlug);
  const [row] = await db.select().from(t.events).where(named);
  if (!row) return null;
  const {
    search: _search,
    createdBy: _createdBy,
    ticketSeq: _ticketSeq,
    receiptSeq: _receiptSeq,
    locale: _locale,
    ...event
  } = row;
  const sessions = await db
    .select({
      id: t.eventSessions.id,
      name: t.eventSessions.name,
      startsAt: t.eventSessions.startsAt,
      endsAt: t.eventSessions.endsAt,
      hasEntries: sql<boolean>`exists (select 1 from attendance a where a.session_id = event_sessions.id)`,
    })
    .from(t.eventSessions)
    .where(eq(t.eventSessions.eventId, event.id))
    .orderBy(asc(t.eventSessions.startsAt), asc(t.eventSessions.id));
  const quotas = await db
    .select({
      id: t.quotas.id,
      name: t.quotas.name,
      size: t.quotas.size,
      held: t.quotas.held,
      sold: t.quotas.sold,
      offered: sql<number>`${sql.raw(offeredOf('quotas'))}`,
    })
    .from(t.quotas)
    .where(eq(t.quotas.eventId, event.id))
    .orderBy(asc(t.quotas.createdAt), asc(t.quotas.id));
  const booked = await loadBooked(db, event.id);
  return {
    event,
    sessions,
    quotas,
    ticketTypes: await loadTypes(db, event.id),
    gates: await loadGates(db, event.id),
    questions: await loadQuestions(db, event.id),
    ...booked,
  };
}

/** A booking to be paid at the door already has its tickets. */
const HAS_TICKETS = sql`(b.status = 'confirmed' or (b.status = 'pending_payment' and b.method = 'at_door'))`;

async function loadTypes(db: Db | Tx, eventId: string): Promise<FullEvent['ticketTypes']> {
  const type = t.ticketTypes;
  const rows = await db
    .select({
      type,
      quotaIds: sql<
        string[]
      >`array(select quota_id::text from ticket_type_quotas q where q.ticket_type_id = ticket_types.id order by 1)`,
      sessionIds: sql<
        string[]
      >`array(select session_id::text from ticket_type_sessions s where s.ticket_type_id = ticket_types.id order by 1)`,
      held: sql<number>`(select coalesce(sum(l.places - l.cancelled_places), 0)::int from booking_lines l join bookings b on b.id = l.booking_id
        where l.ticket_type_id = ticket_types.id and b.status = 'pending_payment' and b.method <> 'at_door')`,
      sold: sql<number>`(select coalesce(sum(l.places - l.cancelled_places), 0)::int from booking_lines l join bookings b on b.id = l.booking_id
        where l.ticket_type_id = ticket_types.id and ${HAS_TICKETS})`,
    })
    .from(type)
    .where(eq(type.eventId, eventId))
    .orderBy(asc(type.position), asc(type.index));
  return rows.map(({ type: { eventId: _e, createdAt: _c, updatedAt: _u, ...fields }, ...counts }) => ({
    ...fields,
    ...counts,
  }));
}

async function loadGates(db: Db | Tx, eventId: string): Promise<FullEvent['gates']> {
  return db
    .select({
      id: t.gates.id,
      name: t.gates.name,
      ticketTypeIds: sql<
        string[]
      >`array(select ticket_type_id::text from gate_ticket_types g where g.gate_id = gates.id)`,
    })
    .from(t.gates)
    .where(and(eq(t.gates.eventId, eventId), isNull(t.gates.archivedAt)))
    .orderBy(asc(t.gates.position), asc(t.gates.id));
}

async function loadQuestions(db: Db | Tx, eventId: string): Promise<Question[]> {
  const asked = t.questions;
  return db
    .select({
      id: asked.id,
      per: asked.per,
      kind: asked.kind,
      label: asked.label,
      help: asked.help,
      options: asked.options,
      required: asked.required,
      ticketTypeIds: sql<
        string[]
      >`array(select ticket_type_id::text from question_ticket_types y where y.question_id = questions.id)`,
    })
    .from(asked)
    .where(and(eq(asked.eventId, eventId), isNull(asked.archivedAt)))
    .orderBy(asc(asked.position), asc(asked.id));
}

async function loadBooked(db: Db | Tx, eventId: string) {
  const { rows } = await db.execute<{ any: boolean; amounts: boolean; next: string | Date | null }>(sql`
    select exists (select 1 from bookings where event_id = ${eventId}) as any,
      exists (select 1 from coupons where event_id = ${eventId} and archived_at is null
        and (kind in ('fixed', 'set_price') or minimum_minor > 0)) as amounts,
      (select min(hold_expires_at) from bookings where event_id = ${eventId} and status = 'pending_payment' and method <> 'at_door'
        and waiting_entry_id is null) as next`);
  const { any = false, amounts = false, next = null } = rows[0] ?? {};
  return { hasBookings: any, hasCouponAmounts: amounts, nextHoldEndsAt: next ? new Date(next) : null };
}
