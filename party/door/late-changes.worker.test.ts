import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startStack, type Stack } from '../../dev/stack.ts';
import { ALPHABET } from '#domain/ticket/number.ts';
import { createDoorEvent } from '../../worker/testing/door-event.ts';
import { signIn, type SignedInPerson } from '../../worker/testing/signed-in.ts';

let stack: Stack;
let db: pg.Pool;
let buyer: SignedInPerson;
let crew: SignedInPerson;
let chief: SignedInPerson;

beforeAll(async () => {
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir: process.env.EVERATO_TEST_BUNDLE });
  db = new pg.Pool({ connectionString: stack.databaseUrl });
  const deployment = { databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! };
  buyer = await signIn(deployment, 'attendee');
  crew = await signIn(deployment, 'door_crew');
  chief = await signIn(deployment, 'admin');
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

interface Sent {
  method: string;
  path: string;
  body?: unknown;
}
async function ask({ cookie }: SignedInPerson, { method, path, body }: Sent) {
  const response = await fetch(`${stack.url}/api/v1${path}`, {
    method,
    headers: { cookie, origin: stack.url, 'content-type': 'application/json', 'idempotency-key': v7() },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = (await response.json()) as { result?: string; error?: { code: string } };
  return { status: response.status, said: json.error?.code ?? json.result };
}

/** A buyer's paid bookings of one ticket each, which may still be cancelled, for an event whose door is open. */
async function soldTickets(count: number) {
  const event = await createDoorEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET!, {
    tickets: { General: count },
    ticketsPerBooking: 1,
  });
  await db.query(`update events set starts_at = now() + interval '2 hours', cancel_until_hours = 0 where id = $1`, [
    event.id,
  ]);
  await db.query('update bookings set user_id = $1 where event_id = $2', [buyer.userId, event.id]);
  return event;
}
const admit = async (eventId: string, code: string) =>
  (await ask(crew, { method: 'POST', path: '/checkin/mark', body: { eventId, scanId: v7(), code } })).said;

/** Changes a ticket in Postgres as the box office does, behind the door’s back: as if it had been asked a moment before. */
async function changeUnasked(eventId: string, ticketId: string, set: string) {
  await db.query(
    `with e as (update events set ticket_seq = ticket_seq + 1 where id = $1 returning ticket_seq)
      update tickets set seq = (select ticket_seq from e), ${set} where id = $2`,
    [eventId, ticketId],
  );
}

test.each([
  ['cancelled', `status = 'cancelled', cancelled_at = now()`, 'cancelled_inside'],
  ['transferred', 'revision = revision + 1', 'transferred_inside'],
  ['renamed', `attendee_name = 'Grace Hopper'`, 'renamed_inside'],
])(
  'a ticket that was %s as its holder entered is a conflict, once, for supervisors and in Postgres',
  async (_, set, reason) => {
    const event = await soldTickets(2);
    const [inside, outside] = event.tickets;
    expect(await admit(event.id, inside!.code)).toBe('admitted');
    for (const { id } of [inside!, outside!]) await changeUnasked(event.id, id, set);
    const stats = async () => {
      // A scan of a number that the door doesn’t know makes it look for changes.
      await ask(crew, {
        method: 'POST',
        path: '/checkin/mark',
        body: { eventId: event.id, scanId: v7(), code: ALPHABET.slice(0, 8) },
      });
      const response = await fetch(`${stack.url}/api/v1/checkin/event/${event.id}/stats`, {
        headers: { cookie: chief.cookie },
      });
      return (await response.json()) as { conflicts: { ticketId: string; reason: string }[] };
    };
    const conflicts = async () => (await stats()).conflicts.map(({ ticketId, reason: why }) => [ticketId, why]);
    await expect.poll(conflicts).toEqual([[inside!.id, reason]]);
    // The same again is known.
    await changeUnasked(event.id, inside!.id, set);
    expect(await conflicts()).toEqual([[inside!.id, reason]]);
    await expect
      .poll(async () => (await db.query('select reason from door_conflicts where event_id = $1', [event.id])).rows)
      .toEqual([{ reason }]);
  },
);
