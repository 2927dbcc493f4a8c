import type { SourcedTicket } from '../../worker/deps.ts';
import type { TicketFacts } from '#domain/door/door.ts';
import { countOf } from '#domain/door/figures.ts';
import { type Tallies, changeOf } from './tallies.ts';

/** The room's copy of its event's tickets. */
export interface TicketLedger {
  find(id: string): TicketFacts | null;
  findByNumber(number: string): TicketFacts | null;
  /** Returns the text of the ticket's QR code if it was signed ahead. */
  codeOf(id: string): string | null;
  /** Returns all tickets of a booking, in their order. */
  ofBooking(bookingId: string): TicketFacts[];
  /** Counts the valid tickets of a booking. */
  partySize(bookingId: string): number;
  /** Stores changed tickets, and updates the counts. */
  save(tickets: (SourcedTicket | TicketFacts)[]): void;
  /** Returns tickets whose codes are not signed ahead yet. */
  unsigned(limit: number): UnsignedTicket[];
  keepCodes(codes: SignedTicket[]): void;
  /** Returns the number of the last change that packs must contain. */
  lastChange(): number;
  /** Returns the pack's records of the tickets after this id, in their order. */
  packed(afterId: string, limit: number): PackedTicket[];
  packedSince(change: number): PackedTicket[];
  countSince(change: number): number;
  clear(): void;
  /** Reads all tickets of a turn in one query. Until `endTurn` nothing else is read. */
  beginTurn(ids: string[]): void;
  endTurn(): void;
}
export interface UnsignedTicket {
  id: string;
  typeId: string;
  revision: number;
  keyId: number;
  issuedAt: number;
  attendeeName: string;
}
export interface SignedTicket {
  ticket: UnsignedTicket;
  code: string;
  sealedName: Uint8Array;
  nameVersion: number;
}
export type PackedTicket = Omit<TicketFacts, 'attendeeName'> & { nameVersion: number; sealedName: ArrayBuffer | null };
type CodedTicket = TicketFacts & { code: string | null };

const COLUMNS = `id, number, type_id as typeId, booking_id as bookingId, status, revision, attendee_name as attendeeName, amount_due_minor as amountDueMinor, code`;
const SAVE = `insert or replace into tickets (id, number, type_id, status, revision, attendee_name, amount_due_minor, key_id, issued_at,
  booking_id, pack_n) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UNSIGNED = `select id, type_id as typeId, revision, key_id as keyId, issued_at as issuedAt, attendee_name as attendeeName from tickets
  where code is null and key_id is not null limit ?`;
const KEEP_CODE = `update tickets set code = ?, sealed_name = ?, name_version = ?, pack_n = ?
  where id = ? and revision = ? and attendee_name = ?`;
const PACKED = `select id, number, type_id as typeId, booking_id as bookingId, status, revision, amount_due_minor as amountDueMinor,
  name_version as nameVersion, sealed_name as sealedName from tickets`;

export function createTicketLedger(sql: SqlStorage, tallies: Tallies): TicketLedger {
  let turn: Map<string, CodedTicket> | null = null;
  let parties: Map<string, number> | null = null;
  let change = sql.exec<{ last: number | null }>('select max(pack_n) as last from tickets').one().last ?? 0;
  const packed = (rest: string, ...values: SqlStorageValue[]) =>
    sql.exec(`${PACKED} ${rest}`, ...values).toArray() as unknown as PackedTicket[];
  const select = (where: string, value: string) =>
    sql.exec(`select ${COLUMNS} from tickets where ${where}`, value).toArray() as unknown as CodedTicket[];
  const find = (id: string) => (turn ? turn.get(id) : select('id = ?', id)[0]) ?? null;
  return {
    find,
    findByNumber: (number) => select('number = ?', number)[0] ?? null,
    codeOf: (id) => find(id)?.code ?? null,
    ofBooking: (bookingId) => select('booking_id = ? order by id', bookingId),
    partySize(bookingId) {
      if (!turn) return countParty(sql, [bookingId]).get(bookingId) ?? 0;
      parties ??= countParty(sql, bookingsIn(turn));
      return parties.get(bookingId) ?? 0;
    },
    save(tickets) {
      const valid = new Map<string, number>();
      const count = (typeId: string, by: number) => valid.set(typeId, (valid.get(typeId) ?? 0) + by);
      for (const ticket of tickets) {
        const known = find(ticket.id);
        if (known?.status === 'valid') count(known.typeId, -1);
        if (ticket.status === 'valid') count(ticket.typeId, 1);
        if (known && known.status !== ticket.status) recountArrivals({ sql, tallies }, known.status, ticket);
        sql.exec(SAVE, ...valuesOf(ticket), ++change);
        turn?.set(ticket.id, { ...ticket, code: null });
      }
      for (const [typeId, by] of valid) tallies.addIssued(typeId, by);
    },
    unsigned: (limit) => sql.exec(UNSIGNED, limit).toArray() as unknown as UnsignedTicket[],
    keepCodes(codes) {
      // The statement skips tickets whose revision or name has changed since they were signed and sealed.
      for (const { ticket, code, sealedName, nameVersion } of codes)
        sql.exec(KEEP_CODE, code, sealedName, nameVersion, ++change, ticket.id, ticket.revision, ticket.attendeeName);
    },
    lastChange: () => change,
    packed: (afterId, limit) => packed('where id > ? order by id limit ?', afterId, limit),
    packedSince: (after) => packed('where pack_n > ? order by id', after),
    countSince: (after) =>
      sql.exec<{ count: number }>('select count(*) as count from tickets where pack_n > ?', after).one().count,
    clear() {
      sql.exec('delete from tickets');
      sql.exec('delete from issued');
      sql.exec(`insert or replace into meta (key, value) values ('packGeneration', abs(random()) % 4294967296)`);
    },
    beginTurn(ids) {
      const found = select('id in (select value from json_each(?))', JSON.stringify(ids));
      turn = new Map(found.map((ticket) => [ticket.id, ticket]));
      parties = null;
    },
    endTurn() {
      turn = null;
      parties = null;
    },
  };
}

const bookingsIn = (turn: Map<string, CodedTicket>) => [
  ...new Set([...turn.values()].flatMap(({ bookingId }) => bookingId ?? [])),
];
const PARTY_SIZES = `select booking_id as bookingId, count(*) as size from tickets
  where booking_id in (select value from json_each(?)) and status = 'valid' group by booking_id`;

function countParty(sql: SqlStorage, bookingIds: string[]): Map<string, number> {
  const rows = sql.exec<{ bookingId: string; size: number }>(PARTY_SIZES, JSON.stringify(bookingIds)).toArray();
  return new Map(rows.map(({ bookingId, size }) => [bookingId, size]));
}

const valuesOf = (ticket: SourcedTicket | TicketFacts) => [
  ticket.id,
  ticket.number,
  ticket.typeId,
  ticket.status,
  ticket.revision,
  ticket.attendeeName,
  ticket.amountDueMinor,
  'keyId' in ticket ? ticket.keyId : null,
  'issuedAt' in ticket ? ticket.issuedAt : null,
  ticket.bookingId,
];

/** Counts the entries of a ticket that became void after check-in, or valid again. Its holder stays inside. */
function recountArrivals(
  { sql, tallies }: { sql: SqlStorage; tallies: Tallies },
  before: TicketFacts['status'],
  ticket: TicketFacts,
): void {
  const entries = sql
    .exec<{ sessionId: string; exitedAt: number | null }>(
      'select session_id as sessionId, exited_at as exitedAt from entries where ticket_id = ? and undone_at is null',
      ticket.id,
    )
    .toArray();
  for (const [sessionId, stays] of Map.groupBy(entries, (entry) => entry.sessionId))
    tallies.addOfType(sessionId, ticket.typeId, changeOf(countOf(before, stays), countOf(ticket.status, stays)));
  tallies.store();
}
