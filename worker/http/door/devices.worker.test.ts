import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { createDoorEvent } from '../../testing/door-event.ts';
import { connectDoor } from '../../testing/door-socket.ts';
import { signIn } from '../../testing/signed-in.ts';
import { openStaffedStack } from '../../testing/staffed-stack.ts';

const staffed = openStaffedStack();

const create = () =>
  createDoorEvent(staffed.stack.databaseUrl, staffed.secret, {
    tickets: { General: 4 },
    gates: ['North', 'South'],
  });
const codeOf = (answer: { status: number; json: { error?: { code: string } } }) => [
  answer.status,
  answer.json?.error?.code,
];

async function pairTo(eventId: string, body: object = {}) {
  const made = await staffed.api('POST', `/events/${eventId}/devices`, { cookie: staffed.cookie, body });
  expect(made.status).toBe(201);
  const typed = ` ${(made.json.code as string).toLowerCase()} `;
  const paired = await staffed.api('POST', '/devices/pair', { body: { pairingCode: typed, name: 'Ada' } });
  expect(paired.status).toBe(201);
  return { pairing: made.json, ...paired.json } as {
    pairing: { id: string; code: string; url: string };
    device: { id: string; gateId: string | null };
    token: string;
  };
}

test('a phone without an account is paired by a code, scans at its gate, and can do nothing else', async () => {
  const event = await create();
  const { token, device, pairing } = await pairTo(event.id, { gateId: event.gates.North });
  expect(pairing.url).toBe(`${staffed.stack.bindings.BASE_URL ?? staffed.stack.url}/pair#${pairing.code}`);
  const [a, b] = event.tickets;
  const mark = (body: object) =>
    staffed.api('POST', '/checkin/mark', { bearer: token, body: { eventId: event.id, scanId: v7(), ...body } });
  expect((await mark({ code: a!.code })).json).toMatchObject({ result: 'admitted' });
  // At its own gate, whatever it says.
  expect((await mark({ code: b!.code, gateId: event.gates.South })).json.counts.perGate).toMatchObject([
    { name: 'North', entered: 2 },
    { name: 'South', entered: 0 },
  ]);
  const other = await create();
  expect(
    codeOf(
      await staffed.api('POST', '/checkin/mark', {
        bearer: token,
        body: { eventId: other.id, scanId: v7(), code: a!.code },
      }),
    ),
  ).toEqual([403, 'forbidden']);
  const refused = [
    ['GET', `/events/${event.id}/bookings`],
    ['GET', `/events/${event.id}/devices`],
    ['GET', `/checkin/event/${event.id}/attendees`],
    ['GET', `/checkin/event/${other.id}/stats`],
    ['GET', '/dashboard/stats'],
    ['GET', '/staff'],
  ] as const;
  for (const [method, path] of refused)
    expect((await staffed.api(method, path, { bearer: token })).status, path).toBe(403);
  expect((await staffed.api('GET', `/checkin/event/${event.id}/stats`, { bearer: token })).status).toBe(200);
  expect(
    (await staffed.api('GET', `/checkin/event/${event.id}/search?q=Angstrom`, { bearer: token })).json.items,
  ).toHaveLength(4);
  const listed = (await staffed.api('GET', `/events/${event.id}/devices`, { cookie: staffed.cookie })).json;
  expect(listed.devices).toMatchObject([{ id: device.id, name: 'Ada', gateName: 'North', paired: true }]);
  expect(listed.pairings).toMatchObject([{ id: pairing.id, code: pairing.code, deviceCount: 1 }]);
});

test('a removed device is disconnected right away, and is told why', async () => {
  const event = await create();
  const { token, device } = await pairTo(event.id);
  const ticket = await staffed.api('POST', `/checkin/event/${event.id}/ticket`, { bearer: token, body: {} });
  const scanner = {
    deviceId: device.id,
    deviceName: 'Ada',
    userId: null,
    gateId: null,
    gateIsFixed: false,
    mayScan: true,
    mayUndoAny: false,
    maySell: false,
    maySupervise: false,
  };
  const socket = await connectDoor({ url: staffed.stack.url, eventId: event.id, ticket: ticket.json.ticket }, scanner);
  expect((await socket.next('snapshot')).you).toMatchObject({ deviceId: device.id, deviceName: 'Ada', maySell: false });
  await staffed.api('PATCH', `/devices/${device.id}`, {
    cookie: staffed.cookie,
    body: { name: 'Grace', gateId: event.gates.South },
  });
  expect((await socket.next('you')).you).toMatchObject({
    deviceName: 'Grace',
    gateId: event.gates.South,
    gateIsFixed: true,
  });
  expect((await staffed.api('DELETE', `/devices/${device.id}`, { cookie: staffed.cookie })).status).toBe(200);
  expect((await socket.next('refused')).code).toBe('device_revoked');
  const scan = { eventId: event.id, scanId: v7(), code: event.tickets[0]!.code };
  expect(codeOf(await staffed.api('POST', '/checkin/mark', { bearer: token, body: scan }))).toEqual([
    401,
    'device_revoked',
  ]);
  expect(codeOf(await staffed.api('POST', `/checkin/event/${event.id}/ticket`, { bearer: token, body: {} }))).toEqual([
    401,
    'device_revoked',
  ]);
  expect((await staffed.api('GET', `/events/${event.id}/devices`, { cookie: staffed.cookie })).json.devices).toEqual(
    [],
  );
});

test('a phone that was paired for no gate is at the gate it names, also after it reconnects', async () => {
  const event = await create();
  const standsAt = async (options: object) => {
    const { token } = await pairTo(event.id, options);
    const body = { gateId: event.gates.South };
    const pass = await staffed.api('POST', `/checkin/event/${event.id}/ticket`, { bearer: token, body });
    const socket = await connectDoor(
      { url: staffed.stack.url, eventId: event.id, ticket: pass.json.ticket },
      {} as never,
    );
    return (await socket.next('snapshot')).you.gateId;
  };
  expect(await standsAt({})).toBe(event.gates.South);
  expect(await standsAt({ gateId: event.gates.North })).toBe(event.gates.North);
});

test('a removed phone can’t connect with a pass that it got before', async () => {
  const event = await create();
  const { token, device } = await pairTo(event.id);
  const pass = await staffed.api('POST', `/checkin/event/${event.id}/ticket`, { bearer: token, body: {} });
  expect((await staffed.api('DELETE', `/devices/${device.id}`, { cookie: staffed.cookie })).status).toBe(200);
  const socket = await connectDoor(
    { url: staffed.stack.url, eventId: event.id, ticket: pass.json.ticket },
    {} as never,
  );
  expect((await socket.next('refused')).code).toBe('device_revoked');
  expect(await socket.closed).toBe(1008);
  expect(socket.received.map(({ type }) => type)).toEqual(['refused']);
});

test('a phone gives itself neither a name nor another gate', async () => {
  const event = await create();
  const { token, device } = await pairTo(event.id, { gateId: event.gates.South });
  for (const change of [{ gateId: event.gates.North }, { gateId: null }, { name: 'Boss' }])
    expect(codeOf(await staffed.api('PATCH', `/devices/${device.id}`, { bearer: token, body: change }))).toEqual([
      403,
      'forbidden',
    ]);
  const listed = (await staffed.api('GET', `/events/${event.id}/devices`, { cookie: staffed.cookie })).json;
  expect(listed.devices).toMatchObject([{ name: 'Ada', gateName: 'South' }]);
});

test('an evening that runs on can still have a phone replaced', async () => {
  const event = await create();
  await staffed.db.query(
    `update events set starts_at = now() - interval '5 hours', ends_at = now() - interval '1 minute' where id = $1`,
    [event.id],
  );
  const { pairing, device } = await pairTo(event.id);
  expect(device.id).toBeTruthy();
  expect(Date.parse((pairing as unknown as { expiresAt: string }).expiresAt)).toBeGreaterThan(Date.now());
});

test('revoked, wrong and past events’ codes pair nothing', async () => {
  const event = await create();
  const { pairing } = await pairTo(event.id);
  const pair = (pairingCode: string) => staffed.api('POST', '/devices/pair', { body: { pairingCode, name: 'Eve' } });
  expect(codeOf(await pair('AAAAA-AAAAA'))).toEqual([422, 'pairing_unknown']);
  expect((await pair('nonsense')).status).toBe(400);
  await staffed.api('DELETE', `/events/${event.id}/devices/pairings/${pairing.id}`, {
    cookie: staffed.cookie,
    body: {},
  });
  expect(codeOf(await pair(pairing.code))).toEqual([422, 'pairing_over']);
  const late = await create();
  const { pairing: old } = await pairTo(late.id);
  await staffed.db.query(
    `update events set starts_at = now() - interval '2 days', ends_at = now() - interval '1 day' where id = $1`,
    [late.id],
  );
  await staffed.db.query(`update pairings set created_at = now() - interval '3 days' where event_id = $1`, [late.id]);
  expect(codeOf(await pair(old.code))).toEqual([422, 'pairing_over']);
});

test('only staff who can edit the event make pairing links, and none with a right to sell that they lack', async () => {
  const event = await create();
  const secret = staffed.secret;
  const crew = (await signIn({ databaseUrl: staffed.stack.databaseUrl, secret }, 'door_crew')).cookie;
  const editor = (await signIn({ databaseUrl: staffed.stack.databaseUrl, secret }, 'editor')).cookie;
  expect(codeOf(await staffed.api('POST', `/events/${event.id}/devices`, { cookie: crew, body: {} }))).toEqual([
    403,
    'forbidden',
  ]);
  expect(
    codeOf(await staffed.api('POST', `/events/${event.id}/devices`, { cookie: editor, body: { maySell: true } })),
  ).toEqual([403, 'forbidden']);
  expect((await staffed.api('POST', `/events/${event.id}/devices`, { cookie: editor, body: {} })).status).toBe(201);
  expect(
    codeOf(
      await staffed.api('POST', `/events/${event.id}/devices`, { cookie: staffed.cookie, body: { gateId: v7() } }),
    ),
  ).toEqual([422, 'gate_unknown']);
});

test('a paired device scans without a connection of the Worker to Postgres', async () => {
  const event = await create();
  const { token } = await pairTo(event.id);
  const mark = (code: string) =>
    staffed.api('POST', '/checkin/mark', { bearer: token, body: { eventId: event.id, scanId: v7(), code } });
  expect((await mark(event.tickets[0]!.code)).json.result).toBe('admitted');
  const connections = async () =>
    (
      await staffed.db.query(
        `select count(*)::int as n from pg_stat_activity where application_name = 'everato-worker' and datname = current_database()`,
      )
    ).rows[0].n;
  const before = await connections();
  expect((await mark(event.tickets[1]!.code)).json.result).toBe('admitted');
  expect(await connections()).toBeLessThanOrEqual(before);
});

test('no one renames, moves or removes a device of another door; a device can remove itself', async () => {
  const event = await create();
  const other = await create();
  const { token, device, pairing } = await pairTo(event.id);
  const neighbour = await pairTo(event.id);
  const stranger = (
    await signIn({ databaseUrl: staffed.stack.databaseUrl, secret: staffed.secret }, 'admin', [other.id])
  ).cookie;
  const crew = (await signIn({ databaseUrl: staffed.stack.databaseUrl, secret: staffed.secret }, 'door_crew')).cookie;
  const change = { name: 'Mallory' };
  expect(codeOf(await staffed.api('PATCH', `/devices/${device.id}`, { cookie: stranger, body: change }))[0]).toBe(404);
  expect(codeOf(await staffed.api('DELETE', `/devices/${device.id}`, { cookie: stranger }))[0]).toBe(404);
  expect(codeOf(await staffed.api('DELETE', `/devices/${device.id}`, { cookie: crew }))[0]).toBe(404);
  expect(codeOf(await staffed.api('DELETE', `/devices/${device.id}`, {}))[0]).toBe(401);
  expect(
    codeOf(await staffed.api('PATCH', `/devices/${device.id}`, { bearer: neighbour.token, body: change }))[0],
  ).toBe(404);
  expect(codeOf(await staffed.api('DELETE', `/devices/${device.id}`, { bearer: neighbour.token }))[0]).toBe(404);
  const withdraw = `/events/${other.id}/devices/pairings/${pairing.id}`;
  expect(codeOf(await staffed.api('DELETE', withdraw, { cookie: stranger, body: {} }))[0]).toBe(404);
  expect((await staffed.api('DELETE', `/devices/${device.id}`, { bearer: token })).status).toBe(200);
  expect(
    (await staffed.api('GET', `/events/${event.id}/devices`, { cookie: staffed.cookie })).json.devices,
  ).toMatchObject([{ id: neighbour.device.id, name: 'Ada' }]);
});
