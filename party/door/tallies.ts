import type { Arrivals, DoorCounts, DoorFacts, SessionFacts } from '#domain/door/door.ts';
import type { TicketCount } from '#domain/door/figures.ts';

const KEPT_SECONDS = 6 * 3600;
const FIVE_MINUTES = 300;

type Kind = 'type' | 'gate';
type Tally = { entered: number; inside: number; refused: number };

/**
 * Counts per session, updated with every change instead of counted: a door with 100,000 tickets answers as fast as one
 * with ten. Counts by type are of tickets. Counts by gate are of people: those who entered there, and those of them
 * who are inside.
 */
export interface Tallies {
  /** Collects a change until `store`. `gateId` is null for scans at no gate. */
  addAtGate(sessionId: string, gateId: string | null, by: Partial<Tally>): void;
  /** Collects the change of a ticket's count until `store`. */
  addOfType(sessionId: string, typeId: string, by: TicketCount): void;
  /** Writes the collected changes, in the transaction of their cause. */
  store(): void;
  /** Drops the collected changes, since their transaction failed. */
  forget(): void;
  addEntryAt(now: number): void;
  addIssued(typeId: string, by: number): void;
  /** Counts the people inside, with the changes that are not stored yet. */
  people(sessionId: string): number;
  clearInside(sessionId: string): void;
  read(facts: DoorFacts, session: SessionFacts, now: number): DoorCounts;
  /** Entries per five minutes over the last six hours. */
  arrivals(now: number): Arrivals[];
  recount(): void;
}

export function createTallies(sql: SqlStorage): Tallies {
  const added = new Map<string, { sessionId: string; kind: Kind; key: string } & Tally>();
  const pace = new Map<number, number>();
  const addedInside = (sessionId: string) => {
    let sum = 0;
    for (const row of added.values()) if (row.kind === 'gate' && row.sessionId === sessionId) sum += row.inside;
    return sum;
  };
  const rowOf = (kind: Kind, sessionId: string, key: string) => {
    const name = `${sessionId} ${kind} ${key}`;
    let row = added.get(name);
    if (!row) added.set(name, (row = { sessionId, kind, key, entered: 0, inside: 0, refused: 0 }));
    return row;
  };
  return {
    addAtGate(sessionId, gateId, by) {
      const row = rowOf('gate', sessionId, gateId ?? '');
      row.entered += by.entered ?? 0;
      row.inside += by.inside ?? 0;
      row.refused += by.refused ?? 0;
    },
    addOfType(sessionId, typeId, by) {
      const row = rowOf('type', sessionId, typeId);
      row.entered += by.entered;
      row.inside += by.inside;
    },
    store() {
      for (const row of added.values())
        sql.exec(UPSERT, row.sessionId, row.kind, row.key, row.entered, row.inside, row.refused);
      for (const [second, entries] of pace) {
        sql.exec('delete from pace where second <= ?', second - KEPT_SECONDS);
        sql.exec(ADD_PACE, second, entries);
      }
      added.clear();
      pace.clear();
    },
    forget() {
      added.clear();
      pace.clear();
    },
    addEntryAt(now) {
      const second = Math.floor(now / 1000);
      pace.set(second, (pace.get(second) ?? 0) + 1);
    },
    addIssued: (typeId, by) =>
      void sql.exec(
        'insert into issued (type_id, valid) values (?, ?) on conflict do update set valid = valid + excluded.valid',
        typeId,
        by,
      ),
    people: (sessionId) =>
      sql
        .exec<{ sum: number }>(
          `select coalesce(sum(inside), 0) as sum from tallies where session_id = ? and kind = 'gate'`,
          sessionId,
        )
        .one().sum + addedInside(sessionId),
    clearInside: (sessionId) => void sql.exec('update tallies set inside = 0 where session_id = ?', sessionId),
    read: (facts, session, now) => ({ ...readCounts(sql, facts, session), perMinute: perMinute(sql, now) }),
    arrivals: (now) => readArrivals(sql, now),
    recount() {
      sql.exec('delete from tallies');
      sql.exec(RECOUNT_TYPES);
      sql.exec(RECOUNT_GATES);
      sql.exec(RECOUNT_REFUSED);
      sql.exec('delete from pace');
      sql.exec(RECOUNT_PACE);
    },
  };
}

/** Returns the difference that a change makes to the counts of a ticket's type. */
export const changeOf = (before: TicketCount, now: TicketCount): TicketCount => ({
  entered: now.entered - before.entered,
  inside: now.inside - before.inside,
});

const perMinute = (sql: SqlStorage, now: number): number =>
  sql
    .exec<{ sum: number }>(
      'select coalesce(sum(entries), 0) as sum from pace where second > ?',
      Math.floor(now / 1000) - 60,
    )
    .one().sum;

function readCounts(sql: SqlStorage, facts: DoorFacts, session: SessionFacts): Omit<DoorCounts, 'perMinute'> {
  const tallies = sql
    .exec<{ kind: Kind; key: string } & Tally>(
      'select kind, key, entered, inside, refused from tallies where session_id = ?',
      session.id,
    )
    .toArray();
  const issued = new Map(
    sql
      .exec<{ typeId: string; valid: number }>('select type_id as typeId, valid from issued')
      .toArray()
      .map((row) => [row.typeId, row.valid]),
  );
  const tally = (kind: Kind, key: string): Tally =>
    tallies.find((row) => row.kind === kind && row.key === key) ?? { entered: 0, inside: 0, refused: 0 };
  const perType = facts.types
    .filter((type) => type.sessionIds.length === 0 || type.sessionIds.includes(session.id))
    .map((type) => ({
      ticketTypeId: type.id,
      name: type.name,
      ...without(tally('type', type.id)),
      expected: issued.get(type.id) ?? 0,
    }));
  const gates = tallies.filter(
    (row) => row.kind === 'gate' && row.key !== '' && !facts.gates.some((gate) => gate.id === row.key),
  );
  const perGate = [
    ...facts.gates.map((gate) => ({
      gateId: gate.id as string | null,
      name: gate.name,
      ...plain(tally('gate', gate.id)),
    })),
    // Scans at no gate, and at gates that were removed.
    ...[tally('gate', ''), ...gates]
      .filter((row) => row.entered + row.refused > 0)
      .map((row) => ({ gateId: null, name: '', ...plain(row) })),
  ];
  const sum = (rows: Tally[], field: keyof Tally) => rows.reduce((total, row) => total + row[field], 0);
  const typeRows = tallies.filter((row) => row.kind === 'type');
  // Tickets of another session that a supervisor has admitted are expected as well.
  const others = typeRows.filter((row) => !perType.some((type) => type.ticketTypeId === row.key));
  return {
    entered: sum(typeRows, 'entered'),
    inside: sum(typeRows, 'inside'),
    expected: perType.reduce((total, type) => total + type.expected, sum(others, 'entered')),
    refused: sum(
      tallies.filter((row) => row.kind === 'gate'),
      'refused',
    ),
    perGate: merged(perGate),
    perType,
  };
}

const readArrivals = (sql: SqlStorage, now: number): Arrivals[] =>
  sql
    .exec<{ at: number; entered: number }>(ARRIVALS, Math.floor(now / 1000) - KEPT_SECONDS)
    .toArray()
    .map(({ at, entered }) => ({ at: new Date(at * 1000).toISOString(), entered }));

const plain = ({ entered, inside, refused }: Tally) => ({ entered, inside, refused });
const without = ({ entered, inside }: Tally) => ({ entered, inside });

function merged(rows: DoorCounts['perGate']): DoorCounts['perGate'] {
  const known = rows.filter((row) => row.gateId !== null);
  const rest = rows.filter((row) => row.gateId === null);
  if (rest.length === 0) return known;
  return [
    ...known,
    rest.reduce((a, b) => ({
      ...a,
      entered: a.entered + b.entered,
      inside: a.inside + b.inside,
      refused: a.refused + b.refused,
    })),
  ];
}

const ARRIVALS = `select second / ${FIVE_MINUTES} * ${FIVE_MINUTES} as at, sum(entries) as entered from pace where second > ? group by 1 order by 1`;
const RECOUNT_PACE = `insert into pace select entered_at / 1000, count(*) from entries where undone_at is null
  and entered_at > (select max(entered_at) from entries) - ${KEPT_SECONDS * 1000} group by 1`;
const ADD_PACE =
  'insert into pace (second, entries) values (?, ?) on conflict do update set entries = entries + excluded.entries';
const UPSERT = `insert into tallies (session_id, kind, key, entered, inside, refused) values (?, ?, ?, ?, ?, ?)
  on conflict do update set entered = entered + excluded.entered, inside = inside + excluded.inside, refused = refused + excluded.refused`;
const RECOUNT_TYPES = `insert into tallies
  select e.session_id, 'type', t.type_id, count(distinct e.ticket_id), count(distinct case when e.exited_at is null then e.ticket_id end), 0
  from entries e join tickets t on t.id = e.ticket_id where e.undone_at is null and t.status = 'valid' group by 1, 3`;
const RECOUNT_GATES = `insert into tallies
  select session_id, 'gate', coalesce(gate_id, ''), count(*), sum(exited_at is null), 0 from entries where undone_at is null group by 1, 3`;
const RECOUNT_REFUSED = `insert into tallies
  select session_id, 'gate', coalesce(gate_id, ''), 0, 0, count(*) from scans
  where session_id is not null and result not in ('admitted', 'exited') group by 1, 3
  on conflict do update set refused = excluded.refused`;
