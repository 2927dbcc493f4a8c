import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../dev/stack.ts';
import { type DoorEvent, type DoorEventOptions, createDoorEvent } from '../worker/testing/door-event.ts';
import { connectDoor, openDoorSocket } from '../worker/testing/door-socket.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { createSeals } from '../worker/outside/seals.ts';
import { systemClock, systemIds } from '../worker/outside/system.ts';
import { issueDoorPass } from '../worker/usecases/door/pass.ts';

let stack: Stack;
let db: pg.Pool;

beforeAll(async () => {
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir: process.env.EVERATO_TEST_BUNDLE });
  db = new pg.Pool({ connectionString: stack.databaseUrl });
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

const secret = () => stack.bindings.EVERATO_SECRET!;
const create = (options?: DoorEventOptions) => createDoorEvent(stack.databaseUrl, secret(), options);
const open = (event: DoorEvent, who?: Partial<Scanner>) =>
  openDoorSocket({ url: stack.url, secret: secret() }, event.id, who);
const query = async (text: string, ...values: unknown[]) => (await db.query(text, values)).rows;

test('a ticket is admitted once, and the second door is told the time, gate and device', async () => {
  const event = await create({ tickets: { General: 2, VIP: 1 }, gateTakes: { South: ['VIP'] } });
  const north = await open(event, { gateId: event.gates.North, deviceName: 'Ada’s phone' });
  const south = await open(event, { gateId: event.gates.North, deviceName: 'Tablet' });
  const [ticket] = event.tickets;
  expect((await north.next('snapshot')).counts).toMatchObject({ expected: 3, entered: 0, inside: 0, refused: 0 });

  const admitted = await north.scan({ code: ticket!.code });
  expect(admitted).toMatchObject({
    result: 'admitted',
    repeat: false,
    ticket: {
      id: ticket!.id,
      number: `${ticket!.number.slice(0, 4)}-${ticket!.number.slice(4)}`,
      typeName: 'General',
      attendeeName: ticket!.attendeeName,
    },
  });
  expect(await south.scan({ code: ticket!.code })).toMatchObject({
    result: 'already_in',
    previous: { gateName: 'North', deviceName: 'Ada’s phone', at: (admitted as { decidedAt: string }).decidedAt },
  });
  const changes = await south.next('changes', ({ counts }) => counts.refused === 1);
  expect(changes.counts).toMatchObject({ entered: 1, inside: 1, expected: 3, refused: 1, perMinute: 1 });
  expect(changes.counts.perGate.map(({ name, entered, inside, refused }) => [name, entered, inside, refused])).toEqual([
    ['North', 1, 1, 1],
    ['South', 0, 0, 0],
  ]);
  await expect
    .poll(() => query('select result from scans where event_id = $1 order by decided_at', event.id))
    .toEqual([{ result: 'admitted' }, { result: 'already_in' }]);
  expect(
    await query('select ticket_id, exited_at, undone_at, only_entry from attendance where event_id = $1', event.id),
  ).toEqual([{ ticket_id: ticket!.id, exited_at: null, undone_at: null, only_entry: true }]);
});

test('each bad code has its verdict, and the next good one works', async () => {
  const event = await create({ tickets: { General: 6, VIP: 1 }, gateTakes: { South: ['VIP'] } });
  const other = await create();
  const [a, cancelled, transferred, good, atGate] = event.tickets as [DoorEvent['tickets'][0], ...DoorEvent['tickets']];
  await query(`update tickets set status = 'cancelled', cancelled_at = now() where id = $1`, cancelled!.id);
  await query(`update tickets set revision = 2 where id = $1`, transferred!.id);
  const door = await open(event, { gateId: event.gates.North });
  const result = async (request: Parameters<typeof door.scan>[0]) =>
    ((await door.scan(request)) as { result: string }).result;
  const forged = a.code.slice(0, -3) + (a.code.slice(-3, -2) === 'A' ? 'B' : 'A') + a.code.slice(-2);
  const results = {
    forged: await result({ code: forged }),
    truncated: await result({ code: a.code.slice(0, 80) }),
    nonsense: await result({ code: 'https://example.com/\u0000\ud800' }),
    foreign: await result({ code: other.tickets[0]!.code }),
    foreignNumber: await result({ code: other.tickets[0]!.number }),
    foreignForged: await result({
      code:
        other.tickets[0]!.code.slice(0, -3) +
        (other.tickets[0]!.code.slice(-3, -2) === 'A' ? 'B' : 'A') +
        other.tickets[0]!.code.slice(-2),
    }),
    unknownNumber: await result({ code: 'ACDE-3467' }),
    unknownId: await result({ ticketId: v7() }),
    cancelled: await result({ code: cancelled!.code }),
    oldRevision: await result({ code: transferred!.code }),
    newRevision: await result({ code: await event.codeOf(transferred!, 2) }),
    wrongType: await result({ code: a.code, gateId: event.gates.South }),
    notIn: await result({ code: a.code, direction: 'exit' }),
    typed: await result({ code: ` ${good!.number.slice(0, 4).toLowerCase()} ${good!.number.slice(4)}` }),
    inUrl: await result({ code: `https://tickets.example/t#${a.code.toLowerCase()}` }),
    picked: await result({ ticketId: atGate!.id }),
  };
  expect(results).toEqual({
    forged: 'invalid',
    truncated: 'invalid',
    nonsense: 'invalid',
    foreign: 'wrong_event',
    foreignNumber: 'wrong_event',
    foreignForged: 'invalid',
    unknownNumber: 'invalid',
    unknownId: 'invalid',
    cancelled: 'cancelled',
    oldRevision: 'revoked',
    newRevision: 'admitted',
    wrongType: 'wrong_type',
    notIn: 'not_in',
    typed: 'admitted',
    inUrl: 'admitted',
    picked: 'admitted',
  });
  await expect
    .poll(() => query('select count(*)::int as n from scans where event_id = $1', event.id))
    .toEqual([{ n: 16 }]);
});

test('at the wrong gate the verdict names the gates that admit the ticket', async () => {
  const event = await create({ tickets: { General: 2, VIP: 1 }, gateTakes: { South: ['VIP'] } });
  const door = await open(event);
  const [general] = event.tickets;
  const refused = await door.scan({ code: general!.code, gateId: event.gates.South });
  expect(refused).toMatchObject({ result: 'wrong_type', otherGates: ['North'] });
  const admitted = await door.scan({ code: general!.code, gateId: event.gates.North });
  expect(admitted).toMatchObject({ result: 'admitted' });
  expect(admitted).not.toHaveProperty('otherGates');
});

test('the same scan gets its verdict again; the same id for another scan is refused', async () => {
  const event = await create({ tickets: { General: 2 } });
  const door = await open(event);
  const scan = { scanId: v7(), code: event.tickets[0]!.code };
  const first = await door.scan(scan);
  expect(first).toMatchObject({ result: 'admitted', repeat: false });
  expect(await door.scan(scan)).toEqual({ ...first, repeat: true });
  expect(await door.scan({ ...scan, code: event.tickets[1]!.code })).toMatchObject({
    type: 'refused',
    code: 'scan_conflict',
  });
  const other = await open(event);
  expect(await other.scan(scan)).toMatchObject({ result: 'already_in', repeat: false });
});

test('a ticket sold a second ago is admitted', async () => {
  const event = await create();
  const door = await open(event);
  await door.next('snapshot');
  const [late] = await event.issue('General', 1);
  expect(await door.scan({ code: late!.code })).toMatchObject({
    result: 'admitted',
    ticket: { attendeeName: late!.attendeeName },
  });
  expect((await door.next('changes', ({ counts }) => counts.entered === 1)).counts.expected).toBe(2);
});

test('people leave and return if re-entry is on, and a full venue admits no one', async () => {
  const event = await create({ tickets: { General: 3 }, reEntry: true, houseCapacity: 2 });
  const door = await open(event);
  const [a, b, c] = event.tickets.map(({ code }) => code);
  const results = [];
  for (const [code, direction] of [
    [a, 'entry'],
    [b, 'entry'],
    [c, 'entry'],
    [a, 'exit'],
    [c, 'entry'],
    [a, 'entry'],
    [b, 'exit'],
    [a, 'entry'],
    [a, 'exit'],
    [a, 'exit'],
  ] as const)
    results.push(((await door.scan({ code, direction })) as { result: string }).result);
  expect(results).toEqual([
    'admitted',
    'admitted',
    'full',
    'exited',
    'admitted',
    'full',
    'exited',
    'admitted',
    'exited',
    'not_in',
  ]);
  const { counts } = await door.next('changes', ({ counts: seen }) => seen.refused === 3);
  expect(counts).toMatchObject({ entered: 3, inside: 1 });
  await expect
    .poll(() =>
      query(
        'select count(*)::int as n, count(*) filter (where exited_at is null)::int as inside from attendance where event_id = $1',
        event.id,
      ),
    )
    .toEqual([{ n: 4, inside: 1 }]);
});

test('a scan is undone by the device that made it, and by staff', async () => {
  const event = await create({ tickets: { General: 1 } });
  const [mine, others, staff] = await Promise.all([
    open(event),
    open(event),
    open(event, { mayUndoAny: true, gateIsFixed: false, maySell: false, maySupervise: true }),
  ]);
  const code = event.tickets[0]!.code;
  const first = { scanId: v7(), code };
  await mine!.scan(first);
  others!.send({ type: 'undo', scanId: first.scanId, reason: 'misread' });
  expect(await others!.next('refused')).toMatchObject({ code: 'not_your_scan' });
  mine!.send({ type: 'undo', scanId: first.scanId, reason: 'misread' });
  await others!.next('undone', ({ scanId }) => scanId === first.scanId);
  expect((await others!.next('changes', ({ counts }) => counts.entered === 0)).counts.inside).toBe(0);
  const again = { scanId: v7(), code };
  expect(await others!.scan(again)).toMatchObject({ result: 'admitted' });
  staff!.send({ type: 'undo', scanId: again.scanId, reason: 'wrong person' });
  await staff!.next('undone', ({ scanId }) => scanId === again.scanId);
  await expect
    .poll(() =>
      query('select count(*)::int as n, count(undone_at)::int as undone from attendance where event_id = $1', event.id),
    )
    .toEqual([{ n: 2, undone: 2 }]);
  await expect
    .poll(() =>
      query(
        'select undo_reason from scans where event_id = $1 and undone_at is not null order by decided_at',
        event.id,
      ),
    )
    .toEqual([{ undo_reason: 'misread' }, { undo_reason: 'wrong person' }]);
});

test('a socket opens with a ticket of its own event, once, and only from the site itself', async () => {
  const event = await create();
  const other = await create();
  const scanner = {
    deviceId: v7(),
    deviceName: 'Phone',
    userId: null,
    gateId: null,
    mayScan: true,
    mayUndoAny: false,
    gateIsFixed: false,
    maySell: false,
    maySupervise: false,
  };
  const issue = () =>
    issueDoorPass({ seals: createSeals(secret()), ids: systemIds, clock: systemClock }, event.id, scanner);
  const connect = (eventId: string, ticket: string, origin?: string) =>
    connectDoor({ url: stack.url, eventId, ticket, origin }, scanner).then(
      () => 'open',
      (error: Error) => error.message,
    );
  const ticket = await issue();
  const late = { ...systemClock, now: () => new Date(Date.now() - 31_000) };
  const expired = await issueDoorPass({ seals: createSeals(secret()), ids: systemIds, clock: late }, event.id, scanner);
  expect([
    await connect(event.id, ticket),
    await connect(event.id, ticket),
    await connect(other.id, await issue()),
    await connect(event.id, `${ticket.slice(0, -2)}AA`),
    await connect(event.id, expired),
    await connect(v7(), ''),
    await connect(event.id, await issue(), 'https://elsewhere.example'),
  ]).toEqual([
    'open',
    'refused with 401',
    'refused with 401',
    'refused with 401',
    'refused with 401',
    'refused with 401',
    'refused with 403',
  ]);
});

test('an invalid message changes nothing, and a listener can’t scan', async () => {
  const event = await create();
  const door = await open(event);
  for (const junk of [
    '',
    '{',
    '[]',
    '{"type":"scan"}',
    '{"type":"scan","scan":{"scanId":"x","code":"y"}}',
    `{"type":"scan","scan":{"scanId":"${v7()}"}}`,
    'x'.repeat(10_000),
  ])
    door.send(junk);
  await expect.poll(() => door.received.filter(({ type }) => type === 'refused').length).toBe(7);
  expect(await door.scan({ code: event.tickets[0]!.code, gateId: v7() })).toMatchObject({ code: 'gate_unknown' });
  const listener = await open(event, { mayScan: false });
  expect(await listener.scan({ code: event.tickets[0]!.code })).toMatchObject({ code: 'forbidden' });
  expect(await door.scan({ code: event.tickets[0]!.code })).toMatchObject({ result: 'admitted' });
});

const heartbeat = async () =>
  expect(
    (
      await fetch(`${stack.url}/internal/heartbeat`, {
        method: 'POST',
        headers: { authorization: `Bearer ${stack.bindings.HEARTBEAT_TOKEN}` },
      })
    ).status,
  ).toBe(200);

test('when a session ends everyone inside is out, and the next one starts with an empty venue', async () => {
  const hour = 3_600_000;
  const now = Date.now();
  const day = (from: number, to: number) => ({
    startsAt: new Date(now + from * hour),
    endsAt: new Date(now + to * hour),
  });
  const event = await create({ tickets: { General: 2 }, sessions: [day(-3, 1), day(2, 6)] });
  const door = await open(event);
  const [a, b] = event.tickets.map(({ code }) => code);
  await door.scan({ code: a });
  await door.scan({ code: b });
  await door.scan({ code: b, direction: 'exit' });
  await query(`update event_sessions set ends_at = now() - interval '1 minute' where id = $1`, event.sessionIds[0]);
  await heartbeat();
  const { counts } = await door.next('changes', (message) => message.counts.entered === 0);
  expect(counts).toMatchObject({ entered: 0, inside: 0, expected: 2 });
  expect(await door.scan({ code: a })).toMatchObject({ result: 'admitted' });
  await expect
    .poll(() =>
      query(
        'select session_id, exited_at is null as inside from attendance where event_id = $1 order by entered_at',
        event.id,
      ),
    )
    .toEqual([
      { session_id: event.sessionIds[0], inside: false },
      { session_id: event.sessionIds[0], inside: false },
      { session_id: event.sessionIds[1], inside: true },
    ]);
});

test('a change of gates or types reaches the door, and an unpaid ticket shows its amount', async () => {
  const event = await create({ tickets: { General: 2 } });
  const door = await open(event, { gateId: event.gates.North });
  const [a, b] = event.tickets as [DoorEvent['tickets'][0], DoorEvent['tickets'][0]];
  await query('update ticket_types set valid_from = $2 where event_id = $1', event.id, new Date(Date.now() + 60_000));
  await heartbeat();
  expect(await door.scan({ code: a.code })).toMatchObject({ result: 'not_yet_valid', validFrom: expect.any(String) });
  await query('update ticket_types set valid_from = null where event_id = $1', event.id);
  await query(
    `update bookings set status = 'pending_payment', method = 'at_door', total_minor = 5000, hold_expires_at = now() + interval '1 day' where id = $1`,
    b.bookingId,
  );
  await query(
    `with next as (update events set ticket_seq = ticket_seq + 2 where id = $1 returning ticket_seq)
     update tickets t set seq = next.ticket_seq - case when t.id = $2 then 1 else 0 end from next where t.event_id = $1`,
    event.id,
    a.id,
  );
  await heartbeat();
  expect(await door.scan({ code: b.code })).toMatchObject({
    result: 'unpaid',
    amountDue: { amount: 5000, currency: 'EUR' },
  });
});

test('announcements are numbered without gaps, and the numbers keep rising after a restart', async () => {
  const event = await create({ tickets: { General: 20 } });
  const door = await open(event);
  const { seq } = await door.next('snapshot');
  for (const { code } of event.tickets.slice(0, 10)) {
    await door.scan({ code });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await door.next('changes', ({ counts }) => counts.entered === 10);
  // One may have been on its way while the snapshot was made, and is in it.
  const seqs = door.received.flatMap((message) =>
    message.type === 'changes' && message.seq > seq ? [message.seq] : [],
  );
  expect(seqs).toEqual(seqs.map((_, index) => seq + 1 + index));
  expect(seqs.length).toBeGreaterThan(1);
  await stack.worker.kill();
  await stack.worker.start();
  const again = await open(event);
  expect((await again.next('snapshot')).seq).toBeGreaterThanOrEqual(seqs.at(-1)!);
  await again.scan({ code: event.tickets[10]!.code });
  expect((await again.next('changes')).seq).toBeGreaterThan(seqs.at(-1)!);
});
