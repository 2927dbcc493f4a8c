import { readdirSync } from 'node:fs';
import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../../../dev/stack.ts';
import { rehearsalOf } from '#domain/door/rehearsal.ts';
import { type DoorEvent, createDoorEvent } from '../../testing/door-event.ts';
import { connectDoor } from '../../testing/door-socket.ts';
import { type SignedInPerson, signIn } from '../../testing/signed-in.ts';

let stack: Stack;
let db: pg.Pool;
let crew: SignedInPerson;
let editor: SignedInPerson;

beforeAll(async () => {
  stack = await startStack({ adminUrl: inject('postgresAdminUrl'), bundleDir: process.env.EVERATO_TEST_BUNDLE });
  db = new pg.Pool({ connectionString: stack.databaseUrl });
  crew = await signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, 'door_crew');
  editor = await signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, 'admin');
});
afterAll(async () => {
  await db?.end();
  await stack?.stop();
});

const create = (options?: Parameters<typeof createDoorEvent>[2]) =>
  createDoorEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET!, options);
interface Answer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}
const call = (path: string, who: SignedInPerson | null, body?: unknown) => send({ path, who, body });

interface Sent {
  path: string;
  who: SignedInPerson | null;
  body?: unknown;
  headers?: Record<string, string>;
}
async function send({ path, who, body, headers = {} }: Sent): Promise<Answer> {
  const response = await fetch(`${stack.url}/api/v1/checkin${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(who ? { cookie: who.cookie } : {}),
      origin: stack.url,
      'content-type': 'application/json',
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}
const code = (answer: Answer) => [answer.status, answer.json.error?.code];

test('a scan over HTTP is decided once, answered again, and refused with other data', async () => {
  const event = await create({ tickets: { General: 2 } });
  const [a, b] = event.tickets as [DoorEvent['tickets'][0], DoorEvent['tickets'][0]];
  const scan = { eventId: event.id, scanId: v7(), code: a.code, gateId: event.gates.North };
  expect((await call('/validate', crew, { eventId: event.id, code: a.code })).json).toMatchObject({
    result: 'admitted',
    counts: { entered: 0 },
  });
  const first = await call('/mark', crew, scan);
  expect(first).toMatchObject({
    status: 200,
    json: { result: 'admitted', repeat: false, counts: { entered: 1, inside: 1, expected: 2 } },
  });
  expect(await call('/mark', crew, scan)).toMatchObject({ status: 200, json: { result: 'admitted', repeat: true } });
  expect(code(await call('/mark', crew, { ...scan, code: b.code }))).toEqual([409, 'scan_conflict']);
  expect((await call('/validate', crew, { eventId: event.id, code: a.code })).json).toMatchObject({
    result: 'already_in',
    previous: { gateName: 'North' },
  });
  const queue = await call('/mark', crew, {
    eventId: event.id,
    scans: [scan, { scanId: v7(), code: b.number }, { scanId: v7(), code: 'forged' }],
  });
  expect(
    queue.json.verdicts.map((verdict: { result: string; repeat: boolean }) => [verdict.result, verdict.repeat]),
  ).toEqual([
    ['admitted', true],
    ['admitted', false],
    ['invalid', false],
  ]);
  expect((await call('/undo', crew, { eventId: event.id, scanId: scan.scanId, reason: 'misread' })).json).toMatchObject(
    { counts: { entered: 1 } },
  );
  expect((await call(`/event/${event.id}/stats`, crew)).json).toMatchObject({
    counts: { entered: 1, refused: 1 },
    lastScans: [{ result: 'invalid' }, { result: 'admitted' }, { undone: true }],
  });
});

test('the same scan sent ten times at the same time by a person without a device is one scan', async () => {
  const event = await create();
  const scan = { eventId: event.id, scanId: v7(), code: event.tickets[0]!.code };
  const answers = await Promise.all(Array.from({ length: 10 }, () => call('/mark', crew, scan)));
  expect(answers.map(({ json }) => json.result)).toEqual(Array(10).fill('admitted'));
  expect(answers.filter(({ json }) => !json.repeat)).toHaveLength(1);
});

test('bad input and the wrong people are refused with a stable code and change nothing', async () => {
  const event = await create();
  const limited = await signIn(
    { databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! },
    'door_crew',
    [(await create()).id],
  );
  const attendee = await signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, 'attendee');
  const scan = { eventId: event.id, scanId: v7(), code: event.tickets[0]!.code };
  expect({
    nobody: code(await call('/mark', null, scan)),
    attendee: code(await call('/mark', attendee, scan)),
    otherEvent: code(await call('/mark', limited, scan)),
    noEvent: code(await call('/mark', crew, { ...scan, eventId: v7() })),
    noCode: code(await call('/mark', crew, { eventId: event.id, scanId: v7() })),
    both: code(await call('/mark', crew, { ...scan, ticketId: v7() })),
    badScanId: code(await call('/mark', crew, { ...scan, scanId: '1' })),
    unknownGate: code(await call('/mark', crew, { ...scan, gateId: v7() })),
    emptyQueue: code(await call('/mark', crew, { eventId: event.id, scans: [] })),
    longCode: code(await call('/mark', crew, { ...scan, code: 'A'.repeat(513) })),
    undoNothing: code(await call('/undo', crew, { eventId: event.id, scanId: v7(), reason: 'x' })),
    statsOfNothing: code(await call(`/event/${v7()}/stats`, crew)),
    shortSearch: code(await call(`/event/${event.id}/search?q=zo`, crew)),
    signsOnly: code(await call(`/event/${event.id}/search?q=---`, crew)),
    signsAround: code(await call(`/event/${event.id}/search?q=${encodeURIComponent('-- a %_')}`, crew)),
    signsByEditor: code(await call(`/event/${event.id}/search?q=--`, editor)),
    attendeesByCrew: code(await call(`/event/${event.id}/attendees`, crew)),
    badCursor: code(await call(`/event/${event.id}/attendees?cursor=x`, editor)),
  }).toEqual({
    nobody: [401, 'not_signed_in'],
    attendee: [403, 'forbidden'],
    otherEvent: [403, 'forbidden'],
    noEvent: [404, 'not_found'],
    noCode: [400, 'invalid_request'],
    both: [400, 'invalid_request'],
    badScanId: [400, 'invalid_request'],
    unknownGate: [422, 'gate_unknown'],
    emptyQueue: [400, 'invalid_request'],
    longCode: [400, 'invalid_request'],
    undoNothing: [404, 'not_found'],
    statsOfNothing: [404, 'not_found'],
    shortSearch: [400, 'invalid_request'],
    signsOnly: [400, 'invalid_request'],
    signsAround: [400, 'invalid_request'],
    signsByEditor: [400, 'invalid_request'],
    attendeesByCrew: [403, 'forbidden'],
    badCursor: [400, 'invalid_request'],
  });
  expect((await call(`/event/${event.id}/stats`, crew)).json.counts).toMatchObject({ entered: 0, refused: 0 });
});

test('a guest is found without accents, by address or number, and never shown a whole address', async () => {
  const event = await create({ tickets: { General: 3 } });
  const [ticket] = event.tickets;
  await db.query('update tickets set attendee_name = $2 where id = $1', [ticket!.id, 'Łucja Øster-Müller']);
  const found = async (q: string) =>
    (await call(`/event/${event.id}/search?q=${encodeURIComponent(q)}`, crew)).json.items.map(
      (item: { attendeeName: string }) => item.attendeeName,
    );
  expect(await found('lucja muller')).toEqual(['Łucja Øster-Müller']);
  expect(await found('OSTER')).toEqual(['Łucja Øster-Müller']);
  expect(await found(ticket!.number.slice(2, 7))).toEqual(['Łucja Øster-Müller']);
  expect(await found('zoe@exa')).toHaveLength(3);
  expect(await found('100%')).toEqual([]);
  const { json } = await call(`/event/${event.id}/search?q=lucja`, crew);
  expect(json.items).toEqual([
    {
      ticketId: ticket!.id,
      attendeeName: 'Łucja Øster-Müller',
      typeName: 'General',
      numberEnd: ticket!.number.slice(-4),
      maskedEmail: 'z…@e…e.com',
      inside: false,
      status: 'valid',
    },
  ]);
});

test('attendees are listed page by page, each once', async () => {
  const event = await create({ tickets: { General: 7 } });
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { json } = await call(`/event/${event.id}/attendees?limit=3${cursor && `&cursor=${cursor}`}`, editor);
    seen.push(...json.items.map((item: { ticketId: string }) => item.ticketId));
    cursor = json.nextCursor;
  }
  expect(seen.sort()).toEqual(event.tickets.map(({ id }) => id).sort());
});

test('a browser gets a device of its own and a ticket for the socket', async () => {
  const event = await create();
  const one = await call(`/event/${event.id}/ticket`, crew, { deviceName: 'Phone', gateId: event.gates.North });
  const two = await call(`/event/${event.id}/ticket`, crew, {});
  const again = await call(`/event/${event.id}/ticket`, crew, { deviceId: one.json.deviceId });
  expect(one.json.deviceId).not.toBe(two.json.deviceId);
  expect(again.json.deviceId).toBe(one.json.deviceId);
  expect(one.json.url).toBe(`/parties/door/${event.id}`);
  const scanner = {
    deviceId: one.json.deviceId,
    deviceName: 'Phone',
    userId: crew.userId,
    gateId: null,
    mayScan: true,
    mayUndoAny: false,
    gateIsFixed: false,
    maySell: false,
    maySupervise: false,
  };
  const socket = await connectDoor({ url: stack.url, eventId: event.id, ticket: one.json.ticket }, scanner);
  expect(await socket.scan({ code: event.tickets[0]!.code })).toMatchObject({ result: 'admitted' });
  const { json } = await call('/validate', crew, { eventId: event.id, code: event.tickets[0]!.code });
  expect(json.previous).toMatchObject({ gateName: 'North', deviceName: 'Phone' });
});

/** A socket opened the way the app does it, by this person's own ticket. */
async function socketOf(person: SignedInPerson, event: DoorEvent) {
  const { json } = await call(`/event/${event.id}/ticket`, person, {});
  const socket = await socketBy(json, person, event);
  await socket.next('snapshot');
  return socket;
}
async function socketBy(
  { ticket, deviceId }: { ticket: string; deviceId: string },
  person: SignedInPerson,
  event: DoorEvent,
) {
  const said = {
    deviceName: 'Phone',
    userId: person.userId,
    gateId: null,
    mayScan: true,
    mayUndoAny: false,
    gateIsFixed: false,
    maySell: false,
    maySupervise: false,
  };
  const socket = await connectDoor({ url: stack.url, eventId: event.id, ticket }, { ...said, deviceId });
  const refusedWith = (code = 'forbidden') =>
    socket.next('refused', (message) => message.code === code && !message.scanId);
  return { ...socket, refusedWith, deviceId };
}
const person = (role: 'door_crew' | 'super_admin', eventIds?: string[]) =>
  signIn({ databaseUrl: stack.databaseUrl, secret: stack.bindings.EVERATO_SECRET! }, role, eventIds);
async function change(path: string, who: SignedInPerson, { method, body }: { method: string; body?: unknown }) {
  const headers = { cookie: who.cookie, origin: stack.url, 'content-type': 'application/json' };
  const response = await fetch(`${stack.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
  expect([path, response.status]).toEqual([path, 200]);
}

test('a person who loses the right to scan loses the open socket with it, and no one else does', async () => {
  const event = await create({ tickets: { General: 4 } });
  const owner = await person('super_admin');
  const fired = await person('door_crew');
  const moved = await person('door_crew');
  const stays = await person('door_crew');
  const sockets = await Promise.all([fired, moved, stays].map((one) => socketOf(one, event)));
  const [firedSocket, movedSocket, staysSocket] = sockets as [
    (typeof sockets)[0],
    (typeof sockets)[0],
    (typeof sockets)[0],
  ];
  await change(`/staff/${fired.userId}`, owner, { method: 'PATCH', body: { role: 'attendee' } });
  await change(`/staff/${moved.userId}`, owner, { method: 'PATCH', body: { eventIds: [(await create()).id] } });
  expect(await Promise.all([firedSocket.closed, movedSocket.closed])).toEqual([1008, 1008]);
  expect(await staysSocket.scan({ code: event.tickets[0]!.code })).toMatchObject({ result: 'admitted' });
  expect(code(await call(`/event/${event.id}/ticket`, fired, {}))).toEqual([403, 'forbidden']);
});

test('a socket ticket is invalid once its person has lost the right; control: with the right it works', async () => {
  const event = await create({ tickets: { General: 1 } });
  const owner = await person('super_admin');
  const fired = await person('door_crew');
  const signedOut = await person('door_crew');
  const stays = await person('door_crew');
  const ticketOf = async (one: SignedInPerson) => (await call(`/event/${event.id}/ticket`, one, {})).json;
  const tickets = await Promise.all([fired, signedOut, stays].map(ticketOf));
  await change(`/staff/${fired.userId}`, owner, { method: 'PATCH', body: { role: 'attendee' } });
  await change('/auth/revoke-sessions', signedOut, { method: 'POST', body: {} });
  const openSocket = (one: SignedInPerson, index: number) =>
    socketBy(tickets[index], one, event).then(
      (socket) => socket.next('snapshot').then(({ you }) => you.mayScan),
      (error: Error) => error.message,
    );
  expect(await Promise.all([fired, signedOut, stays].map(openSocket))).toEqual([
    'refused with 403',
    'refused with 403',
    true,
  ]);
});

test('ending all sessions ends the sockets that they opened; a new sign-in does not keep an old one open', async () => {
  const event = await create({ tickets: { General: 2 } });
  const crewman = await person('door_crew');
  const socket = await socketOf(crewman, event);
  await change('/auth/revoke-sessions', crewman, { method: 'POST', body: {} });
  await socket.refusedWith();
});

test('a revoked device is shut out, the same person’s other one is not', async () => {
  const event = await create({ tickets: { General: 2 } });
  const owner = await person('super_admin');
  const crewman = await person('door_crew');
  const lost = await socketOf(crewman, event);
  const kept = await socketOf(crewman, event);
  await db.query('update devices set revoked_at = now() where id = $1', [lost.deviceId]);
  await change(`/staff/${crewman.userId}`, owner, { method: 'PATCH', body: { role: 'door_crew' } });
  await lost.refusedWith('device_revoked');
  expect(await kept.scan({ code: event.tickets[0]!.code })).toMatchObject({ result: 'admitted' });
});

test('one event has one door, however its id is spelled', async () => {
  const event = await create({ tickets: { General: 1 } });
  const scan = () => ({ scanId: v7(), code: event.tickets[0]!.code });
  expect((await call('/mark', crew, { eventId: event.id, ...scan() })).json.result).toBe('admitted');
  expect((await call('/mark', crew, { eventId: event.id.toUpperCase(), ...scan() })).json.result).toBe('already_in');
});

test('no room is made for an unknown event, for any caller', async () => {
  const files = () => readdirSync(stack.roomsDir, { recursive: true }).map(String);
  const rooms = () => files().filter((name) => name.includes('everato-Door') && name.endsWith('.sqlite')).length;
  await call(`/event/${(await create()).id}/stats`, crew);
  const before = rooms();
  expect(before).toBeGreaterThan(0);
  for (const id of [v7(), rehearsalOf(v7()), crypto.randomUUID()])
    for (const what of ['pack', `party?ticketId=${v7()}`, 'stats', 'search?q=lovelace'])
      expect([what, ...code(await call(`/event/${id}/${what}`, crew))]).toEqual([what, 404, 'not_found']);
  expect(rooms()).toBe(before);
});

test('door crew read of conflicts what concerns their own device, as on its socket', async () => {
  const event = await create();
  const [ticket] = event.tickets;
  const at = new Date().toISOString();
  for (const name of ['A', 'B']) {
    const { json } = await call(`/event/${event.id}/ticket`, crew, { deviceName: name });
    const scan = { scanId: v7(), code: ticket!.code, scannedAt: at, shown: { result: 'admitted', at } };
    const headers = { 'x-device-id': json.deviceId };
    await send({ path: '/mark', who: crew, body: { eventId: event.id, ...scan }, headers });
  }
  const path = `/event/${event.id}/stats`;
  const seen = await call(path, editor);
  const hidden = await call(path, crew);
  expect(seen.json.conflicts).toMatchObject([{ reason: 'already_in', deviceName: 'B', otherDeviceName: 'A' }]);
  expect(seen.json.perFiveMinutes).toHaveLength(1);
  expect(hidden.json).toMatchObject({ counts: seen.json.counts, conflicts: [], perFiveMinutes: [] });
});
