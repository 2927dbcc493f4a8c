import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { EventChange } from '#domain/event/edit.ts';
import type { Tx } from '../client.ts';
import * as t from '../schema.ts';

/** Writes a decided change; the event's lock is held. */
export async function applyChange(tx: Tx, eventId: string, made: EventChange): Promise<void> {
  const { fields, status } = made;
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
  if (made.sessions) await saveSessions(tx, eventId, made.sessions);
  for (const { id, ...validity } of made.validity ?? [])
    await tx.update(t.ticketTypes).set(validity).where(eq(t.ticketTypes.id, id));
  if (made.payableAtDoorUntil) await keepUntil(tx, eventId, made.payableAtDoorUntil);
  if (made.quotas) await saveQuotas(tx, eventId, made.quotas);
  if (made.ticketTypes) await saveTypes(tx, eventId, made.ticketTypes);
  if (made.removedSessionIds?.length)
    await tx.delete(t.eventSessions).where(inArray(t.eventSessions.id, made.removedSessionIds));
  if (made.archivedTypeIds?.length) await archiveTypes(tx, made.archivedTypeIds);
  if (made.removedQuotaIds?.length) await removeQuotas(tx, made.removedQuotaIds);
  if (made.gates) await saveGates(tx, eventId, made.gates);
  if (made.questions) await saveQuestions(tx, eventId, made.questions);
  if (made.cancellation) await tx.update(t.events).set(made.cancellation).where(eq(t.events.id, eventId));
}

async function keepUntil(tx: Tx, eventId: string, holdExpiresAt: Date): Promise<void> {
  const { eventId: of, status, method } = t.bookings;
  await tx
    .update(t.bookings)
    .set({ holdExpiresAt })
    .where(and(eq(of, eventId), eq(status, 'pending_payment'), eq(method, 'at_door')));
}

const taken = (column: string) => sql.raw(`excluded.${column}`);

/** Decided under the event's lock: an id is one of its sessions, or new. */
async function saveSessions(tx: Tx, eventId: string, sessions: NonNullable<EventChange['sessions']>): Promise<void> {
  if (sessions.length === 0) return;
  await tx
    .insert(t.eventSessions)
    .values(sessions.map((session) => ({ ...session, eventId })))
    .onConflictDoUpdate({
      target: t.eventSessions.id,
      set: { name: taken('name'), startsAt: taken('starts_at'), endsAt: taken('ends_at') },
    });
}

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
    ...['min_per_booking', 'max_per_booking', 'hidden', 'places', 'requires_type_id', 'position'],
    ...['valid_from', 'valid_until', 'door_note'],
  ];
  const set = Object.fromEntries(columns.map((column) => [camel(column), taken(column)]));
  await tx
    .insert(t.ticketTypes)
    .values(types.map(({ quotaIds: _quotas, sessionIds: _sessions, ...type }) => ({ ...type, eventId })))
    .onConflictDoUpdate({ target: t.ticketTypes.id, set: { ...set, archivedAt: null, updatedAt: sql`now()` } });
  const ids = types.map((type) => type.id);
  await tx.delete(t.ticketTypeQuotas).where(inArray(t.ticketTypeQuotas.ticketTypeId, ids));
  const links = types.flatMap((type) => type.quotaIds.map((quotaId) => ({ ticketTypeId: type.id, quotaId })));
  if (links.length > 0) await tx.insert(t.ticketTypeQuotas).values(links);
  await tx.delete(t.ticketTypeSessions).where(inArray(t.ticketTypeSessions.ticketTypeId, ids));
  const admits = types.flatMap((type) => type.sessionIds.map((sessionId) => ({ ticketTypeId: type.id, sessionId })));
  if (admits.length > 0) await tx.insert(t.ticketTypeSessions).values(admits);
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

/** Gates that are left out are archived, since scans refer to them. */
async function saveGates(tx: Tx, eventId: string, gates: NonNullable<EventChange['gates']>): Promise<void> {
  const known = await tx.select().from(t.gates).where(eq(t.gates.eventId, eventId)).orderBy(asc(t.gates.id));
  const kept = new Set(gates.map((gate) => gate.id));
  // Names are unique within the event: cleared first, so that two gates can swap theirs.
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

/** Removed questions are kept for their answers. */
async function saveQuestions(tx: Tx, eventId: string, asked: NonNullable<EventChange['questions']>): Promise<void> {
  await tx
    .update(t.questions)
    .set({ archivedAt: sql`coalesce(archived_at, now())` })
    .where(eq(t.questions.eventId, eventId));
  if (asked.length === 0) return;
  const columns = ['per', 'kind', 'label', 'help', 'options', 'required', 'position'];
  const set = Object.fromEntries(columns.map((column) => [column, taken(column)]));
  const values = asked.map(({ ticketTypeIds: _, options, ...question }, position) => ({
    ...question,
    options: [...options],
    position,
    eventId,
  }));
  await tx
    .insert(t.questions)
    .values(values)
    .onConflictDoUpdate({ target: t.questions.id, set: { ...set, archivedAt: null } });
  const ids = asked.map(({ id }) => id);
  await tx.delete(t.questionTicketTypes).where(inArray(t.questionTicketTypes.questionId, ids));
  const links = asked.flatMap(({ id, ticketTypeIds }) =>
    [...new Set(ticketTypeIds)].map((ticketTypeId) => ({ questionId: id, ticketTypeId })),
  );
  if (links.length > 0) await tx.insert(t.questionTicketTypes).values(links);
}
