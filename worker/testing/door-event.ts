import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { v7 } from 'uuid';
import { ALPHABET } from '#domain/ticket/number.ts';
import { createSeals } from '../outside/seals.ts';
import { systemIds } from '../outside/system.ts';
import { ticketSigner } from '../outside/ticket/signer.ts';
import type { EventKey } from '#domain/ticket/event-key.ts';
import { signTickets } from '../usecases/ticket/sign-tickets.ts';

export interface DoorEventOptions {
  /** Tickets of each type. */
  tickets?: Record<string, number>;
  /** Tickets per booking; without it, all tickets issued together are one booking. */
  ticketsPerBooking?: number;
  gates?: string[];
  /** The types that a gate takes, by name; all where it isn't named. */
  gateTakes?: Record<string, string[]>;
  reEntry?: boolean;
  houseCapacity?: number;
  sessions?: { startsAt: Date; endsAt: Date }[];
}

export interface DoorTestTicket {
  id: string;
  number: string;
  code: string;
  typeName: string;
  attendeeName: string;
  bookingId: string;
}

export interface DoorEvent {
  id: string;
  gates: Record<string, string>;
  types: Record<string, string>;
  sessionIds: string[];
  tickets: DoorTestTicket[];
  key: EventKey;
  /** Issues more tickets, as a sale would: each with the next `seq`. */
  issue(typeName: string, count: number): Promise<DoorTestTicket[]>;
  /** The code of another revision. */
  codeOf(ticket: DoorTestTicket, revision: number): Promise<string>;
}

const hour = 3_600_000;

interface Deployment {
  databaseUrl: string;
  secret: string;
}

/** An event with gates and sold tickets, as rows in Postgres and codes signed by its own key. */
export async function createDoorEvent(
  databaseUrl: string,
  secret: string,
  options: DoorEventOptions = {},
): Promise<DoorEvent> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await build(client, { databaseUrl, secret }, options);
  } finally {
    await client.end();
  }
}

async function build(client: pg.Client, deployment: Deployment, options: DoorEventOptions): Promise<DoorEvent> {
  const id = v7();
  const now = Date.now();
  const sessions = options.sessions ?? [{ startsAt: new Date(now - hour), endsAt: new Date(now + 5 * hour) }];
  await client.query(
    `insert into events (id, slug, status, title, starts_at, ends_at, time_zone, currency, re_entry, house_capacity, published_at)
     values ($1, $2, 'published', 'Door test', $3, $4, 'Europe/Berlin', 'EUR', $5, $6, now())`,
    [
      id,
      `door-${randomBytes(6).toString('hex')}`,
      sessions[0]!.startsAt,
      sessions.at(-1)!.endsAt,
      options.reEntry ?? false,
      options.houseCapacity ?? null,
    ],
  );
  const sessionIds = await insertEach(
    client,
    'insert into event_sessions (id, event_id, starts_at, ends_at) values ($1, $2, $3, $4)',
    sessions.map((one) => [id, one.startsAt, one.endsAt]),
  );
  const typeNames = Object.keys(options.tickets ?? { General: 1 });
  const typeIds = await insertEach(
    client,
    'insert into ticket_types (id, event_id, index, name, price_minor) values ($1, $2, $3, $4, 2500)',
    typeNames.map((name, index) => [id, index, name]),
  );
  const types = Object.fromEntries(typeNames.map((name, index) => [name, typeIds[index]!]));
  const gateNames = options.gates ?? ['North', 'South'];
  const gateIds = await insertEach(
    client,
    'insert into gates (id, event_id, name, position) values ($1, $2, $3, $4)',
    gateNames.map((name, index) => [id, name, index]),
  );
  const gates = Object.fromEntries(gateNames.map((name, index) => [name, gateIds[index]!]));
  for (const [gate, taken] of Object.entries(options.gateTakes ?? {})) {
    for (const type of taken)
      await client.query('insert into gate_ticket_types (gate_id, ticket_type_id) values ($1, $2)', [
        gates[gate],
        types[type],
      ]);
  }
  const key = await insertKey(client, id, deployment.secret);
  const event: DoorEvent = {
    id,
    gates,
    types,
    sessionIds,
    tickets: [],
    key,
    issue: (typeName, count) =>
      issue(deployment, event, {
        typeName,
        typeId: types[typeName]!,
        typeIndex: typeNames.indexOf(typeName),
        count,
        perBooking: options.ticketsPerBooking ?? count,
      }),
    async codeOf(ticket, revision) {
      const signable = {
        ...ticket,
        eventId: id,
        revision,
        typeIndex: typeNames.indexOf(ticket.typeName),
        issuedAt: new Date(now),
        keyId: 1,
      };
      return (
        await signTickets({ signer: ticketSigner, seals: createSeals(deployment.secret) }, [key], [signable])
      ).get(ticket.id)!;
    },
  };
  for (const [typeName, count] of Object.entries(options.tickets ?? { General: 1 }))
    if (count > 0) event.tickets.push(...(await event.issue(typeName, count)));
  return event;
}

/** Each row gets an id before its values. */
async function insertEach(client: pg.Client, statement: string, rows: unknown[][]): Promise<string[]> {
  const ids: string[] = [];
  for (const row of rows) {
    const id = v7();
    await client.query(statement, [id, ...row]);
    ids.push(id);
  }
  return ids;
}

async function insertKey(client: pg.Client, eventId: string, secret: string): Promise<EventKey> {
  const { publicKey, privateKey } = await ticketSigner.generate();
  const privateKeySealed = await createSeals(secret).seal(privateKey, `event-key ${eventId}`);
  await client.query(
    'insert into event_keys (event_id, key_id, public_key, private_key_sealed) values ($1, 1, $2, $3)',
    [eventId, Buffer.from(publicKey), Buffer.from(privateKeySealed)],
  );
  return { eventId, keyId: 1, publicKey, privateKeySealed, revokedAt: null };
}

interface Issue {
  typeName: string;
  typeId: string;
  typeIndex: number;
  count: number;
  perBooking: number;
}

/** Bookings of as many tickets as requested, each with a `seq` taken under the event's row lock. */
async function issue({ databaseUrl, secret }: Deployment, event: DoorEvent, batch: Issue): Promise<DoorTestTicket[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const issuedAt = new Date(Math.floor(Date.now() / 1000) * 1000);
  const bookings = Array.from({ length: Math.ceil(batch.count / batch.perBooking) }, (_, index) => ({
    id: v7(),
    lineId: v7(),
    reference: systemIds.characters(ALPHABET, 8),
    email: `${randomUUID()}@example.com`,
    places: Math.min(batch.perBooking, batch.count - index * batch.perBooking),
  }));
  const numbers = differentNumbers(batch.count);
  const made = numbers.map((number, index) => {
    const { id: bookingId, lineId } = bookings[Math.floor(index / batch.perBooking)]!;
    return {
      id: v7(),
      bookingId,
      lineId,
      position: index % batch.perBooking,
      number,
      attendeeName: `Zoë Ångström ${index}`,
    };
  });
  try {
    await client.query('begin');
    const seq = await client.query(
      'update events set ticket_seq = ticket_seq + $2 where id = $1 returning ticket_seq',
      [event.id, batch.count],
    );
    const first = Number(seq.rows[0].ticket_seq) - batch.count + 1;
    await client.query(
      `insert into bookings (id, event_id, reference, buyer_name, buyer_email, buyer_email_normalized, status, method, currency, total_minor, ticket_count, confirmed_at)
       select id, $2, reference, 'Zoë', 'zoe@example.com', email, 'confirmed', 'complimentary', 'EUR', 0, places, now()
       from jsonb_to_recordset($1::jsonb) as r(id uuid, reference text, email text, places int)`,
      [JSON.stringify(bookings), event.id],
    );
    await client.query(
      `insert into booking_lines (id, booking_id, ticket_type_id, position, quantity, places, unit_price_minor, unit_fee_minor, total_minor, tax_minor, tax_rate_basis_points)
       select "lineId", id, $2, 0, places, places, 0, 0, 0, 0, 0
       from jsonb_to_recordset($1::jsonb) as r(id uuid, "lineId" uuid, places int)`,
      [JSON.stringify(bookings), batch.typeId],
    );
    await client.query(
      `insert into tickets (id, event_id, booking_id, line_id, ticket_type_id, number, key_id, issued_at, attendee_name, seq, position)
       select id, $2, "bookingId", "lineId", $3, number, 1, $4, "attendeeName", $5 + row_number() over () - 1, position
       from jsonb_to_recordset($1::jsonb)
         as r(id uuid, "bookingId" uuid, "lineId" uuid, position int, number text, "attendeeName" text)`,
      [JSON.stringify(made), event.id, batch.typeId, issuedAt, first],
    );
    await client.query('commit');
  } finally {
    await client.end();
  }
  const signable = made.map((ticket) => ({
    ...ticket,
    eventId: event.id,
    revision: 1,
    typeIndex: batch.typeIndex,
    issuedAt,
    keyId: 1,
  }));
  const codes = await signTickets({ signer: ticketSigner, seals: createSeals(secret) }, [event.key], signable);
  return made.map(({ id, number, attendeeName, bookingId }) => {
    return { id, number, attendeeName, bookingId, typeName: batch.typeName, code: codes.get(id)! };
  });
}

const drawn = new Set<string>();

/** Of a hundred thousand, two may be equal by chance, also across calls. */
function differentNumbers(count: number): string[] {
  const numbers: string[] = [];
  while (numbers.length < count) {
    const number = systemIds.characters(ALPHABET, 8);
    if (!drawn.has(number)) numbers.push(number);
    drawn.add(number);
  }
  return numbers;
}
