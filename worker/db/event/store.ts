import { and, eq, sql } from 'drizzle-orm';
import type { Decision, EventChange } from '#domain/event/edit.ts';
import type { FullEvent, EventFields, SessionRecord } from '#domain/event/event.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { insertAudit, type Actor, type AuditEntry } from '../audit-store.ts';
import type { Db, Tx } from '../client.ts';
import { applyChange } from './change.ts';
import { loadEvent } from './loader.ts';
import * as t from '../schema.ts';
import type { Ground } from '../../ground.ts';

export interface NewEvent {
  id: string;
  fields: Partial<EventFields> & Pick<EventFields, 'title' | 'slug' | 'startsAt' | 'endsAt' | 'timeZone' | 'currency'>;
  key: { publicKey: Uint8Array; privateKeySealed: Uint8Array };
  sessions: SessionRecord[];
  /** Types and gates it begins with. */
  change?: EventChange;
}

type Parts = Pick<Ground, 'clock' | 'ids'>;
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';
const DEADLOCK = '40P01';
const MOST_TRIES = 3;

export function createEventStore(open: () => Db, parts: Parts) {
  return {
    find: (idOrSlug: string): Promise<FullEvent | null> => loadEvent(open(), idOrSlug),
    /** All parts as of one moment, whatever changes meanwhile. */
    snapshot: (eventId: string): Promise<FullEvent | null> =>
      open().transaction((tx) => loadEvent(tx, eventId), {
        isolationLevel: 'repeatable read',
        accessMode: 'read only',
      }),
    create: (added: NewEvent, by: Actor): Promise<Outcome<{ fullEvent: FullEvent }>> =>
      obeying(open().transaction((tx) => create(tx, parts, { ...added, by }))),
    change: (
      eventId: string,
      decide: (fullEvent: FullEvent) => Decision,
      by: Actor & { action: string },
    ): Promise<Outcome<{ fullEvent: FullEvent }>> => obeying(change(open(), parts, { eventId, decide, by })),
    /** `decide` also sees the names of the staff who are limited to this event alone, locked. */
    remove: (
      eventId: string,
      decide: (fullEvent: FullEvent, onlyHere: string[]) => Outcome<object>,
      by: Actor,
    ): Promise<Outcome<object>> => open().transaction((tx) => remove(tx, parts, { eventId, decide, by })),
  };
}

/** Events with what hangs on them. Every change is one transaction: locked, loaded, decided, written, audited. */
export type EventStore = ReturnType<typeof createEventStore>;

/** The constraints decide who got the slug and whether the image exists. */
async function obeying<T extends object>(work: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work;
  } catch (error) {
    if (constraintOf(error) === 'events_slug_unique') return refusal('slug_taken');
    if (constraintOf(error, FOREIGN_KEY_VIOLATION) === 'events_banner_image_id_images_id_fk')
      return refusal('invalid_request', {
        fields: [{ path: 'bannerImageId', message: 'There is no such picture', reason: 'invalid' }],
      });
    throw error;
  }
}

function constraintOf(error: unknown, code = UNIQUE_VIOLATION): string | undefined {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const found = cause as { code?: string; constraint?: string };
  return found.code === code ? (found.constraint ?? code) : undefined;
}

async function create(
  tx: Tx,
  parts: Parts,
  added: NewEvent & { by: Actor },
): Promise<Outcome<{ fullEvent: FullEvent }>> {
  const { id, fields, key, sessions, by } = added;
  await tx.insert(t.events).values({ ...fields, id, createdBy: by.userId });
  await tx.insert(t.eventSessions).values(sessions.map((session) => ({ ...session, eventId: id })));
  await tx.insert(t.eventKeys).values({ eventId: id, keyId: 1, ...key });
  if (added.change) await applyChange(tx, id, added.change);
  await insertAudit(tx, [audit(parts, by, { action: 'event.create', eventId: id, before: null, after: fields })]);
  const fullEvent = await loadEvent(tx, id);
  if (!fullEvent) throw new Error(`Event ${id} vanished while it was made`);
  return { ok: true, fullEvent };
}

interface Change {
  eventId: string;
  decide: (fullEvent: FullEvent) => Decision;
  by: Actor & { action: string };
}

async function change(db: Db, parts: Parts, wanted: Change): Promise<Outcome<{ fullEvent: FullEvent }>> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction((tx) => changeOnce(tx, parts, wanted));
    } catch (error) {
      if (tries === MOST_TRIES || !constraintOf(error, DEADLOCK)) throw error;
    }
  }
}

async function changeOnce(
  tx: Tx,
  parts: Parts,
  { eventId, decide, by }: Change,
): Promise<Outcome<{ fullEvent: FullEvent }>> {
  await lockEvent(tx, eventId);
  const before = await loadEvent(tx, eventId);
  if (!before) return refusal('not_found');
  const decided = decide(before);
  if (!decided.ok) return decided;
  if (Object.keys(decided.change).length === 0) return { ok: true, fullEvent: before };
  await applyChange(tx, eventId, decided.change);
  await tx
    .update(t.events)
    .set({ version: sql`${t.events.version} + 1`, updatedAt: sql`now()` })
    .where(eq(t.events.id, eventId));
  const fullEvent = await loadEvent(tx, eventId);
  if (!fullEvent) throw new Error(`Event ${eventId} vanished under its lock`);
  const { before: was, after } = difference(before, fullEvent, decided.change);
  await insertAudit(tx, [audit(parts, by, { action: by.action, eventId, before: was, after })]);
  return { ok: true, fullEvent };
}

/** Quotas by id, then the event, like the box office: no two writers can deadlock. */
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

/** Only the changed fields: an audit entry is meant to be read. */
function difference(before: FullEvent, after: FullEvent, { fields, status, ...parts }: EventChange) {
  const names = [...Object.keys(fields ?? {}), ...(status ? ['status'] : [])] as (keyof FullEvent['event'])[];
  const pick = (fullEvent: FullEvent) => ({
    ...Object.fromEntries(names.map((name) => [name, fullEvent.event[name]])),
    ...((parts.ticketTypes || parts.quotas || parts.validity?.length) && {
      ticketTypes: fullEvent.ticketTypes,
      quotas: fullEvent.quotas,
    }),
    ...((parts.sessions || parts.removedSessionIds?.length) && { sessions: fullEvent.sessions }),
    ...(parts.gates && { gates: fullEvent.gates }),
    ...(parts.questions && { questions: fullEvent.questions }),
  });
  return { before: pick(before), after: pick(after) };
}

interface Removal {
  eventId: string;
  decide: Parameters<EventStore['remove']>[1];
  by: Actor;
}

async function remove(tx: Tx, parts: Parts, { eventId, decide, by }: Removal): Promise<Outcome<object>> {
  await lockEvent(tx, eventId);
  const fullEvent = await loadEvent(tx, eventId);
  if (!fullEvent) return refusal('not_found');
  const decided = decide(fullEvent, await limitedTo(tx, eventId));
  if (!decided.ok) return decided;
  await tx.execute(
    sql`delete from ticket_type_quotas where quota_id in (select id from quotas where event_id = ${eventId})`,
  );
  await tx.delete(t.events).where(and(eq(t.events.id, eventId), eq(t.events.status, 'draft')));
  const entry = audit(parts, by, { action: 'event.delete', eventId, before: fullEvent.event, after: null });
  await insertAudit(tx, [{ ...entry, eventId: null }]);
  return { ok: true };
}

/**
 * The staff who are limited to this event alone. They are locked first: of two deletions at the same time each could
 * otherwise count on the other's event.
 */
async function limitedTo(tx: Tx, eventId: string): Promise<string[]> {
  await tx.execute(sql`select id from users where id in (select user_id from staff_events where event_id = ${eventId})
    order by id for update`);
  const { rows } = await tx.execute<{
    name: string;
  }>(sql`select u.name from staff_events s join users u on u.id = s.user_id
    where s.event_id = ${eventId} and not exists (
      select 1 from staff_events other where other.user_id = s.user_id and other.event_id <> s.event_id) order by u.name`);
  return rows.map(({ name }) => name);
}
