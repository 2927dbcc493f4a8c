import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor, AuditEntry, Core, EventStore, NewEvent } from '../deps.ts';
import type { EventChange, Decision } from '../domain/event-edit.ts';
import type { EventWhole } from '../domain/event.ts';
import { refusal, type Outcome } from '../domain/refusal.ts';
import { insertAudit } from './audit-store.ts';
import type { Db, Tx } from './client.ts';
import { loadEvent } from './event-loader.ts';
import * as t from './schema.ts';

type Parts = Pick<Core, 'clock' | 'ids'>;
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';
const DEADLOCK = '40P01';

export function createEventStore(open: () => Db, parts: Parts): EventStore {
  return {
    find: (idOrSlug) => loadEvent(open(), idOrSlug),
    create: (added, by) => obeying(open().transaction((tx) => create(tx, parts, added, by))),
    change: (eventId, decide, by) => obeying(change(open(), parts, { eventId, decide, by })),
    remove: (eventId, by) => open().transaction((tx) => remove(tx, parts, eventId, by)),
  };
}

/** The constraints have the last word: about who got the address, and whether the picture is there. */
async function obeying<T extends object>(work: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work;
  } catch (error) {
    if (constraintOf(error) === 'events_slug_unique') return refusal('slug_taken');
    if (constraintOf(error, FOREIGN_KEY_VIOLATION) === 'events_banner_image_id_images_id_fk')
      return refusal('invalid_request', { fields: [{ path: 'bannerImageId', message: 'There is no such picture' }] });
    throw error;
  }
}

function constraintOf(error: unknown, code = UNIQUE_VIOLATION): string | undefined {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const found = cause as { code?: string; constraint?: string };
  return found.code === code ? (found.constraint ?? code) : undefined;
}

async function create(tx: Tx, parts: Parts, added: NewEvent, by: Actor): Promise<Outcome<{ whole: EventWhole }>> {
  const { id, fields, key, sessions } = added;
  await tx.insert(t.events).values({ ...fields, id, createdBy: by.userId });
  await tx.insert(t.eventSessions).values(sessions.map((session) => ({ ...session, eventId: id })));
  await tx.insert(t.eventKeys).values({ eventId: id, keyId: 1, ...key });
  if (added.change) await applyChange(tx, id, added.change);
  await insertAudit(tx, [audit(parts, by, { action: 'event.create', eventId: id, before: null, after: fields })]);
  const whole = await loadEvent(tx, id);
  if (!whole) throw new Error(`Event ${id} vanished while it was made`);
  return { ok: true, whole };
}

interface Change {
  eventId: string;
  decide: (whole: EventWhole) => Decision;
  by: Actor & { action: string };
}

async function change(db: Db, parts: Parts, wanted: Change, triesLeft = 3): Promise<Outcome<{ whole: EventWhole }>> {
  try {
    return await db.transaction((tx) => changeOnce(tx, parts, wanted));
  } catch (error) {
    if (triesLeft > 1 && constraintOf(error, DEADLOCK)) return change(db, parts, wanted, triesLeft - 1);
    throw error;
  }
}

async function changeOnce(
  tx: Tx,
  parts: Parts,
  { eventId, decide, by }: Change,
): Promise<Outcome<{ whole: EventWhole }>> {
  await lockEvent(tx, eventId);
  const before = await loadEvent(tx, eventId);
  if (!before) return refusal('not_found');
  const decided = decide(before);
  if (!decided.ok) return decided;
  if (Object.keys(decided.change).length === 0) return { ok: true, whole: before };
  await applyChange(tx, eventId, decided.change);
  await tx
    .update(t.events)
    .set({ version: sql`${t.events.version} + 1`, updatedAt: sql`now()` })
    .where(eq(t.events.id, eventId));
  const whole = await loadEvent(tx, eventId);
  if (!whole) throw new Error(`Event ${eventId} vanished under its lock`);
  const { before: was, after } = difference(before, whole, decided.change);
  await insertAudit(tx, [audit(parts, by, { action: by.action, eventId, before: was, after })]);
  return { ok: true, whole };
}

/** Quotas by id, then the event, as the box office does: none can meet another crosswise. */
async function lockEvent(tx: Tx, eventId: string): Promise<void> {
  await tx.execute(sql`select id from quotas where event_id = ${eventId} order by id for update`);
  await tx.execute(sql`select id from events where id = ${eventId} for update`);
}

function audit(
  parts: Parts,
  by: Actor,
  entry: Pick<AuditEntry, 'action' | 'before' | 'after'> & { eventId: string },
): AuditEntry {
  return { id: parts.ids.uuid(), at: parts.clock.now(), by, subjectType: 'event', subjectId: entry.eventId, ...entry };
}

/** Only what the change touched: an audit entry is to be read. */
function difference(before: EventWhole, after: EventWhole, { fields, status, ...parts }: EventChange) {
  const names = [...Object.keys(fields ?? {}), ...(status ? ['status'] : [])] as (keyof EventWhole['event'])[];
  const pick = (whole: EventWhole) => ({
    ...Object.fromEntries(names.map((name) => [name, whole.event[name]])),
    ...((parts.ticketTypes || parts.quotas) && { ticketTypes: whole.ticketTypes, quotas: whole.quotas }),
    ...(parts.gates && { gates: whole.gates }),
  });
  return { before: pick(before), after: pick(after) };
}

async function applyChange(tx: Tx, eventId: string, made: EventChange): Promise<void> {
  const { fields, status, session } = made;
  if (fields && Object.keys(fields).length > 0) await tx.update(t.events).set(fields).where(eq(t.events.id, eventId));
  if (status) {
    const at = sql`now()`;
    const when = {
      ...(status === 'published' && { publishedAt: at }),
      ...(status === 'cancelled' && { cancelledAt: at }),
    };
    await tx
      .update(t.events)
      .set({ status, ...when })
      .where(eq(t.events.id, eventId));
  }
  if (session) await tx.update(t.eventSessions).set(session).where(eq(t.eventSessions.id, session.id));
  if (made.quotas) await saveQuotas(tx, eventId, made.quotas);
  if (made.ticketTypes) await saveTypes(tx, eventId, made.ticketTypes);
  if (made.archivedTypeIds?.length) await archiveTypes(tx, made.archivedTypeIds);
  if (made.removedQuotaIds?.length) await removeQuotas(tx, made.removedQuotaIds);
  if (made.gates) await saveGates(tx, eventId, made.gates);
}

const taken = (column: string) => sql.raw(`excluded.${column}`);

async function saveQuotas(tx: Tx, eventId: string, quotas: NonNullable<EventChange['quotas']>): Promise<void> {
  if (quotas.length === 0) return;
  await tx
    .insert(t.quotas)
    .values(quotas.map((quota) => ({ ...quota, eventId })))
    .onConflictDoUpdate({
      target: t.quotas.id,
      set: { name: taken('name'), size: taken('size'), held: taken('held'), sold: taken('sold') },
    });
}

async function saveTypes(tx: Tx, eventId: string, types: NonNullable<EventChange['ticketTypes']>): Promise<void> {
  if (types.length === 0) return;
  const columns = [
    ...[
      'name',
      'description',
      'price_minor',
      'pay_what_you_want',
      'tax_rate_basis_points',
      'sale_starts_at',
      'sale_ends_at',
    ],
    ...['min_per_booking', 'max_per_booking', 'hidden', 'position', 'valid_from', 'valid_until', 'door_note'],
  ];
  const set = Object.fromEntries(columns.map((column) => [camel(column), taken(column)]));
  await tx
    .insert(t.ticketTypes)
    .values(types.map(({ quotaIds: _, ...type }) => ({ ...type, eventId })))
    .onConflictDoUpdate({ target: t.ticketTypes.id, set: { ...set, archivedAt: null, updatedAt: sql`now()` } });
  const ids = types.map((type) => type.id);
  await tx.delete(t.ticketTypeQuotas).where(inArray(t.ticketTypeQuotas.ticketTypeId, ids));
  const links = types.flatMap((type) => type.quotaIds.map((quotaId) => ({ ticketTypeId: type.id, quotaId })));
  if (links.length > 0) await tx.insert(t.ticketTypeQuotas).values(links);
}

const camel = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

async function archiveTypes(tx: Tx, ids: string[]): Promise<void> {
  await tx
    .update(t.ticketTypes)
    .set({ archivedAt: sql`now()` })
    .where(inArray(t.ticketTypes.id, ids));
}

async function removeQuotas(tx: Tx, ids: string[]): Promise<void> {
  await tx.delete(t.ticketTypeQuotas).where(inArray(t.ticketTypeQuotas.quotaId, ids));
  await tx.delete(t.quotas).where(inArray(t.quotas.id, ids));
}

/** Gates that are left out are archived: scans speak of them. */
async function saveGates(tx: Tx, eventId: string, gates: NonNullable<EventChange['gates']>): Promise<void> {
  const known = await tx.select().from(t.gates).where(eq(t.gates.eventId, eventId)).orderBy(asc(t.gates.id));
  const kept = new Set(gates.map((gate) => gate.id));
  // Names are unique within the event: first out of the way, so that two gates can swap theirs.
  for (const gate of known) {
    const archivedAt = kept.has(gate.id) ? gate.archivedAt : (gate.archivedAt ?? sql`now()`);
    await tx.update(t.gates).set({ name: gate.id, archivedAt }).where(eq(t.gates.id, gate.id));
  }
  for (const gate of known.filter((one) => !kept.has(one.id))) {
    const name = gates.some((wanted) => wanted.name === gate.name) ? `${gate.name} (${gate.id.slice(-4)})` : gate.name;
    await tx.update(t.gates).set({ name }).where(eq(t.gates.id, gate.id));
  }
  if (gates.length === 0) return;
  await tx
    .insert(t.gates)
    .values(gates.map(({ id, name }, position) => ({ id, name, position, eventId })))
    .onConflictDoUpdate({
      target: t.gates.id,
      set: { name: taken('name'), position: taken('position'), archivedAt: null },
    });
  const ids = gates.map((gate) => gate.id);
  await tx.delete(t.gateTicketTypes).where(inArray(t.gateTicketTypes.gateId, ids));
  const links = gates.flatMap((gate) => gate.ticketTypeIds.map((ticketTypeId) => ({ gateId: gate.id, ticketTypeId })));
  if (links.length > 0) await tx.insert(t.gateTicketTypes).values(links);
}

/** Only a draft that nobody ever booked. */
async function remove(tx: Tx, parts: Parts, eventId: string, by: Actor): Promise<Outcome<object>> {
  await lockEvent(tx, eventId);
  const whole = await loadEvent(tx, eventId);
  if (!whole) return refusal('not_found');
  if (whole.hasBookings) return refusal('event_has_bookings');
  if (whole.event.status !== 'draft') return refusal('event_not_editable', { status: whole.event.status });
  await tx.execute(
    sql`delete from ticket_type_quotas where quota_id in (select id from quotas where event_id = ${eventId})`,
  );
  await tx.delete(t.events).where(and(eq(t.events.id, eventId), eq(t.events.status, 'draft')));
  const entry = audit(parts, by, { action: 'event.delete', eventId, before: whole.event, after: null });
  await insertAudit(tx, [{ ...entry, eventId: null }]);
  return { ok: true };
}
