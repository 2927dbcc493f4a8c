import { sql, type SQL } from 'drizzle-orm';
import {
  readMessage,
  type OutboxLane,
  type OutboxMessage,
  type StoredMessage,
  type Lanes,
} from '#domain/mail/message.ts';
import type { Db, Tx } from '../client.ts';

/** A row that this Postman alone may work on until its lease ends. `attempts` counts this one. */
export interface Lease {
  id: string;
  attempts: number;
}

export type LeasedRow<Lane extends OutboxLane> = Lease & {
  message: Lanes[Lane];
  recipient: string | null;
  locale: string;
  eventId: string | null;
  bookingId: string | null;
};

/** A leased row of a kind or with a payload that this version can't read; `unreadable` says why. */
export type UnreadableRow = Lease & { unreadable: string };

export interface OutboxEntry {
  id: string;
  kind: string;
  recipient: string;
  state: 'pending' | 'sent' | 'failed' | 'overtaken';
  attempts: number;
  lastError: string | null;
  eventId: string | null;
  bookingId: string | null;
  nextAttemptAt: Date | null;
  sentAt: Date | null;
  createdAt: Date;
}

export interface OutboxFilter {
  state?: OutboxEntry['state'];
  bookingId?: string;
  /** Null: all events, and mail that belongs to none. */
  eventIds: readonly string[] | null;
  /** The id of the last entry of the page before. */
  after?: string;
  limit: number;
}

/** A `pg` client, as the rooms' hot paths use it. */
export interface RawClient {
  query(text: string, values: unknown[]): Promise<unknown>;
}

const INSERT = [
  `insert into outbox (id, lane, kind, payload, recipient, locale, event_id, booking_id)
   select r.id, r.lane, r.kind, r.payload, r.recipient, coalesce(r.locale, 'en'), r."eventId", r."bookingId"
   from jsonb_to_recordset(`,
  `::jsonb) as r(id uuid, lane text, kind text, payload jsonb, recipient text, locale text, "eventId" uuid, "bookingId" uuid)`,
] as const;

/** Writes all rows by one statement, within the caller's transaction: drizzle's, or one of a raw `pg` client. */
export async function insertOutbox(tx: Tx | Db | RawClient, rows: readonly OutboxMessage[]): Promise<void> {
  if (rows.length === 0) return;
  const json = JSON.stringify(rows);
  // Drizzle's `query` is an object of tables, pg's a method.
  if (typeof tx.query === 'function') await (tx as RawClient).query(`${INSERT[0]}$1${INSERT[1]}`, [json]);
  else await (tx as Tx).execute(sql`${sql.raw(INSERT[0])}${json}${sql.raw(INSERT[1])}`);
}

const LEASED = sql.raw(
  `id, kind, payload, recipient, locale, event_id as "eventId", booking_id as "bookingId", attempts`,
);
const ENTRY = sql.raw(
  `id, kind, coalesce(recipient, '') as recipient, state, attempts, last_error as "lastError", event_id as "eventId",
   booking_id as "bookingId", case when state = 'pending' then next_attempt_at end as "nextAttemptAt", sent_at as "sentAt",
   created_at as "createdAt"`,
);
const interval = (ms: number) => sql`make_interval(secs => ${ms / 1000}::double precision)`;
/** A worker that lost the lease may not overwrite the one that has it: the number of attempts tells them apart. */
const stillOurs = (row: Lease) => sql`id = ${row.id} and state = 'pending' and attempts = ${row.attempts}`;

export function createOutbox(db: () => Db) {
  const rows = async <T>(query: SQL) => (await db().execute(query)).rows as T[];
  const end = async (row: Lease, state: 'failed' | 'overtaken', why: string) => {
    await db().execute(sql`update outbox set state = ${state}, leased_until = null, last_error = ${why}
      where ${stillOurs(row)}`);
  };
  const entries = async (query: SQL) => (await rows<OutboxEntry>(query)).map(withDates);
  return {
    insert: (added: readonly OutboxMessage[]): Promise<void> => insertOutbox(db(), added),
    async lease<Lane extends OutboxLane>(
      lane: Lane,
      limit: number,
      leaseMs: number,
    ): Promise<(LeasedRow<Lane> | UnreadableRow)[]> {
      const leased = await rows<StoredRow>(leaseQuery(lane, limit, leaseMs));
      return leased.map((row) => readRow(lane, row));
    },
    async markSent(row: Lease): Promise<void> {
      await db().execute(sql`update outbox set state = 'sent', sent_at = now(), leased_until = null, last_error = null
        where id = ${row.id} and state <> 'sent'`);
    },
    /** Gives the row back, to be tried again after `delayMs`; a lease that was lost meanwhile changes nothing. */
    async putBack(row: Lease, error: string, delayMs: number): Promise<void> {
      await db().execute(sql`update outbox set leased_until = null, last_error = ${error},
        next_attempt_at = now() + ${interval(delayMs)} where ${stillOurs(row)}`);
    },
    markFailed: (row: Lease, error: string): Promise<void> => end(row, 'failed', error),
    /** There is nothing left to announce; `why` is kept for staff. */
    markOvertaken: (row: Lease, why: string): Promise<void> => end(row, 'overtaken', why),
    /** Milliseconds until something can be leased (0: now); null when nothing waits. */
    async nextDueInMs(lanes: readonly OutboxLane[]): Promise<number | null> {
      if (lanes.length === 0) return null;
      const [found] = await rows<{ ms: number | null }>(nextDueQuery(lanes));
      return found?.ms == null ? null : Math.max(0, Math.ceil(Number(found.ms)));
    },
    listMail: (filter: OutboxFilter): Promise<OutboxEntry[]> => entries(listQuery(filter)),
    findMail: async (id: string): Promise<OutboxEntry | null> =>
      (await entries(sql`select ${ENTRY} from outbox where id = ${id} and lane = 'mail'`))[0] ?? null,
    /** A sent email is sent again as a row of its own (`newId`); an unsent one becomes due right away. */
    async resend(id: string, newId: string): Promise<OutboxEntry | null> {
      const [again] = await entries(requeueQuery(id));
      return again ?? (await entries(copyQuery(id, newId)))[0] ?? null;
    },
  };
}

/** All times are the database's: several Postmen, one clock. */
export type Outbox = ReturnType<typeof createOutbox>;

type StoredRow = Omit<LeasedRow<OutboxLane>, 'message'> & StoredMessage;

function readRow<Lane extends OutboxLane>(
  lane: Lane,
  { kind, payload, ...row }: StoredRow,
): LeasedRow<Lane> | UnreadableRow {
  const read = readMessage(lane, { kind, payload });
  return read.ok ? { ...row, message: read.message } : { id: row.id, attempts: row.attempts, unreadable: read.why };
}

function leaseQuery(lane: OutboxLane, limit: number, leaseMs: number): SQL {
  return sql`update outbox set leased_until = now() + ${interval(leaseMs)}, attempts = attempts + 1
    where id in (
      select id from outbox
      where lane = ${lane} and state = 'pending' and next_attempt_at <= now()
        and (leased_until is null or leased_until <= now())
      order by next_attempt_at, id limit ${limit} for update skip locked)
    returning ${LEASED}`;
}

function nextDueQuery(lanes: readonly OutboxLane[]): SQL {
  const listed = sql.join(
    lanes.map((lane) => sql`${lane}`),
    sql`, `,
  );
  return sql`select extract(epoch from min(greatest(next_attempt_at, leased_until)) - now()) * 1000 as ms
    from outbox where state = 'pending' and lane in (${listed})`;
}

function listQuery(filter: OutboxFilter): SQL {
  const where = [sql`lane = 'mail'`];
  if (filter.state) where.push(sql`state = ${filter.state}`);
  if (filter.bookingId) where.push(sql`booking_id = ${filter.bookingId}`);
  if (filter.eventIds) {
    where.push(sql`event_id in (select jsonb_array_elements_text(${JSON.stringify(filter.eventIds)}::jsonb)::uuid)`);
  }
  if (filter.after) {
    where.push(sql`(created_at, id) < (select created_at, id from outbox where id = ${filter.after})`);
  }
  return sql`select ${ENTRY} from outbox where ${sql.join(where, sql` and `)}
    order by created_at desc, id desc limit ${filter.limit}`;
}

function requeueQuery(id: string): SQL {
  return sql`update outbox set state = 'pending', attempts = 0, next_attempt_at = now(), last_error = null
    where id = ${id} and lane = 'mail' and state <> 'sent' and (leased_until is null or leased_until <= now())
    returning ${ENTRY}`;
}

/** A new row, hence a new Message-ID: mail servers discard a second message with the same one. */
function copyQuery(id: string, newId: string): SQL {
  return sql`insert into outbox (id, lane, kind, payload, recipient, locale, event_id, booking_id)
    select ${newId}::uuid, lane, kind, payload, recipient, locale, event_id, booking_id
    from outbox where id = ${id} and lane = 'mail' and state = 'sent'
    returning ${ENTRY}`;
}

/** Raw queries return `pg`'s own time values; drizzle's session turns those into text. */
function withDates(entry: OutboxEntry): OutboxEntry {
  const date = (value: Date | string | null) => (value === null ? null : new Date(value));
  return {
    ...entry,
    nextAttemptAt: date(entry.nextAttemptAt),
    sentAt: date(entry.sentAt),
    createdAt: new Date(entry.createdAt),
  };
}
