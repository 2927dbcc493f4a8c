import type { SourcedTicket } from '../../worker/deps.ts';
import type { TicketFacts } from '../../worker/domain/door.ts';
import type { Tallies } from './tallies.ts';

/** The room's copy of its event's tickets. */
export interface TicketLedger {
  find(id: string): TicketFacts | null;
  findByNumber(number: string): TicketFacts | null;
  /** The text that the ticket's QR code has, where it was signed ahead. */
  codeOf(id: string): string | null;
  /** All of a booking, in their order. */
  ofBooking(bookingId: string): TicketFacts[];
  /** How many of a booking are valid. */
  partySize(bookingId: string): number;
  /** Takes changed tickets over, and what they change in the counts. */
  save(tickets: (SourcedTicket | TicketFacts)[]): void;
  /** Tickets whose codes are not signed ahead yet. */
  unsigned(limit: number): UnsignedTicket[];
  keepCodes(codes: { ticket: UnsignedTicket; code: string }[]): void;
  clear(): void;
  /** Reads the tickets of a turn at once; until `endTurn` nothing else is read. */
  beginTurn(ids: string[]): void;
  endTurn(): void;
}
export interface UnsignedTicket {
  id: string;
  typeId: string;
  revision: number;
  keyId: number;
  issuedAt: number;
}
type CodedTicket = TicketFacts & { code: string | null };

const COLUMNS = `id, number, type_id as typeId, booking_id as bookingId, status, revision, attendee_name as attendeeName, amount_due_minor as amountDueMinor, code`;
const SAVE = `insert or replace into tickets (id, number, type_id, status, revision, attendee_name, amount_due_minor, key_id, issued_at,
  booking_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UNSIGNED = `select id, type_id as typeId, revision, key_id as keyId, issued_at as issuedAt from tickets
  where code is null and key_id is not null limit ?`;

export function createTicketLedger(sql: SqlStorage, tallies: Tallies): TicketLedger {
  let turn: Map<string, CodedTicket> | null = null;
  let parties: Map<string, number> | null = null;
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
        if (known && known.status !== ticket.status) recountArrivals(sql, tallies, ticket);
        sql.exec(SAVE, ...valuesOf(ticket));
        turn?.set(ticket.id, { ...ticket, code: null });
      }
      for (const [typeId, by] of valid) tallies.addIssued(typeId, by);
    },
    unsigned: (limit) => sql.exec(UNSIGNED, limit).toArray() as unknown as UnsignedTicket[],
    keepCodes(codes) {
      // Of the revision that was signed, should it have changed meanwhile.
      for (const { ticket, code } of codes)
        sql.exec('update tickets set code = ? where id = ? and revision = ?', code, ticket.id, ticket.revision);
    },
    clear() {
      sql.exec('delete from tickets');
      sql.exec('delete from issued');
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

/** A ticket cancelled after its holder came no longer counts among those who have come; they stay inside. */
function recountArrivals(sql: SqlStorage, tallies: Tallies, ticket: TicketFacts): void {
  const sessions = sql
    .exec<{ sessionId: string }>(
      'select distinct session_id as sessionId from entries where ticket_id = ? and undone_at is null',
      ticket.id,
    )
    .toArray();
  const by = ticket.status === 'valid' ? 1 : -1;
  for (const { sessionId } of sessions) tallies.add(sessionId, 'type', ticket.typeId, { entered: by });
  tallies.store();
}
