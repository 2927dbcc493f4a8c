import { sql } from 'drizzle-orm';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { insertAudit, type Actor, type AuditEntry } from '../audit-store.ts';
import type { Db, Tx } from '../client.ts';
import type { Ground } from '../../ground.ts';
import type { EventStatus } from '#domain/event/event.ts';

export interface Rehearsal {
  since: Date;
  until: Date;
}

export interface EventStart {
  status: EventStatus;
  startsAt: Date;
  endsAt: Date;
  /** How many ticket types it has. */
  types: number;
}

export function createRehearsalStore(open: () => Db, { clock, ids }: Pick<Ground, 'clock' | 'ids'>) {
  const audit = (tx: Tx, eventId: string, what: Pick<AuditEntry, 'by' | 'action' | 'after'>) => {
    const subject = { subjectType: 'event', subjectId: eventId, eventId };
    return insertAudit(tx, [{ id: ids.uuid(), at: clock.now(), ...subject, before: null, ...what }]);
  };
  return {
    /** The rehearsal that is running. */
    async find(eventId: string): Promise<Rehearsal | null> {
      const { rows } = await open().execute(sql`
        select since, until from rehearsals where event_id = ${eventId} and until > ${clock.now().toISOString()}`);
      const [found] = rows as { since: string; until: string }[];
      return found ? { since: new Date(found.since), until: new Date(found.until) } : null;
    },
    /** `not_found`, or what was decided on the event as it stands, under its lock. */
    begin: (
      eventId: string,
      decide: (event: EventStart) => Outcome<{ rehearsal: Rehearsal }>,
      by: Actor,
    ): Promise<Outcome<{ rehearsal: Rehearsal }>> =>
      open().transaction(async (tx) => {
        const event = await startOf(tx, eventId);
        if (!event) return refusal('not_found');
        const decided = decide(event);
        if (!decided.ok) return decided;
        const { since, until } = decided.rehearsal;
        await tx.execute(sql`
          insert into rehearsals (event_id, since, until) values (${eventId}, ${since.toISOString()}, ${until.toISOString()})
          on conflict (event_id) do update set since = excluded.since, until = excluded.until`);
        const after = decided.rehearsal satisfies Rehearsal;
        await audit(tx, eventId, { by, action: 'rehearsal.begin', after });
        return decided;
      }),
    end: (eventId: string, at: Date, by: Actor): Promise<Outcome<object>> =>
      open().transaction(async (tx) => {
        if (!(await startOf(tx, eventId))) return refusal('not_found');
        const { rowCount } = await tx.execute(sql`delete from rehearsals where event_id = ${eventId}`);
        if (rowCount) await audit(tx, eventId, { by, action: 'rehearsal.end', after: { at } });
        return { ok: true };
      }),
  };
}

/** When an event's door is rehearsed. Every change is audited. */
export type RehearsalStore = ReturnType<typeof createRehearsalStore>;

async function startOf(tx: Tx, eventId: string): Promise<EventStart | null> {
  const { rows } = await tx.execute(sql`
    select status, starts_at as "startsAt", ends_at as "endsAt", (select count(*)::int from ticket_types where event_id = e.id) as types
    from events e where id = ${eventId} for update`);
  const [found] = rows as unknown as (Omit<EventStart, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string })[];
  return found ? { ...found, startsAt: new Date(found.startsAt), endsAt: new Date(found.endsAt) } : null;
}
