import { gunzipSync } from 'node:zlib';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { openName } from '../../../app/lib/door/open-name.ts';
import { type OpenPack, openPack } from '#domain/door/read-pack.ts';
import { parseToken } from '#domain/ticket/token.ts';
import { type DoorEvent, type DoorEventOptions, createDoorEvent } from '../../testing/door-event.ts';
import { openDoorSocket } from '../../testing/door-socket.ts';
import { openStaffedStack } from '../../testing/staffed-stack.ts';
import { hashNumber, partyTag } from '../../usecases/ticket/seal-name.ts';

const staffed = openStaffedStack();

const create = (options: DoorEventOptions) => createDoorEvent(staffed.stack.databaseUrl, staffed.secret, options);
const open = (event: DoorEvent) => openDoorSocket({ url: staffed.stack.url, secret: staffed.secret }, event.id);
const heartbeat = () =>
  fetch(`${staffed.stack.url}/internal/heartbeat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staffed.stack.bindings.HEARTBEAT_TOKEN}` },
  });

async function fetchPack(event: DoorEvent, since?: string): Promise<OpenPack> {
  const query = since ? `?since=${since}` : '';
  const answer = await fetch(`${staffed.stack.url}/api/v1/checkin/event/${event.id}/pack${query}`, {
    headers: { cookie: staffed.cookie },
  });
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    200,
    'application/octet-stream',
    'no-store',
  ]);
  return openPack(gunzipSync(new Uint8Array(await answer.arrayBuffer())))!;
}

/** Once the room has sealed the names of all. */
async function sealedPack(event: DoorEvent): Promise<OpenPack> {
  let pack = await fetchPack(event);
  const isSealed = () => [...pack.tickets()].every(({ sealedName }) => sealedName.length > 0);
  for (let cursor = pack.head.cursor; !isSealed(); cursor = pack.head.cursor) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const delta = await fetchPack(event, cursor);
    if (delta.ticketCount === event.tickets.length) pack = delta;
  }
  return pack;
}

test('a scanner carries every ticket and who is in, and no name without its ticket', async () => {
  const event = await create({ tickets: { General: 3, VIP: 1 } });
  const door = await open(event);
  const pack = await sealedPack(event);
  expect(pack.head.facts.event.id).toBe(event.id);
  expect(pack.head.facts).not.toHaveProperty('devices');
  expect(pack.ticketCount).toBe(4);
  const [first, other] = event.tickets;
  const found = pack.find(first!.id)!;
  expect(found).toMatchObject({ revision: 1, status: 'valid', amountDueMinor: null, typeIndex: 0 });
  expect(pack.findByNumberHash(hashNumber(event.id, first!.number))?.id).toBe(first!.id);
  expect(pack.ofParty(partyTag(first!.bookingId)).map(({ id }) => id)).toEqual(
    event.tickets.filter(({ bookingId }) => bookingId === first!.bookingId).map(({ id }) => id),
  );
  const signature = (code: string) => parseToken(code)!.signature;
  expect(await openName(found, signature(first!.code))).toBe(first!.attendeeName);
  expect(await openName(found, signature(other!.code))).toBe('');

  await door.scan({ code: first!.code, gateId: event.gates.South! });
  const delta = await fetchPack(event, pack.head.cursor);
  expect(delta.head.isWhole).toBe(false);
  const [entry, ...more] = delta.entries();
  expect(more).toEqual([]);
  expect(entry).toMatchObject({ ticketId: first!.id, exitedAt: null });
  expect(delta.head.facts.gates[entry!.gateIndex!]?.name).toBe('South');
  expect(delta.head.facts.sessions[entry!.sessionIndex!]?.id).toBe(event.sessionIds[0]);
  expect(Math.abs(entry!.enteredAt - Date.now())).toBeLessThan(20_000);
  // A new scanner gets the pack made before, and then the same changes.
  const whole = await fetchPack(event);
  expect((await fetchPack(event, whole.head.cursor)).entriesOf(first!.id)).toEqual([entry]);
});

test('an undone entry, a cancelled ticket and a new one come with the next changes', async () => {
  const event = await create({ tickets: { General: 2 } });
  const door = await open(event);
  const { head } = await sealedPack(event);
  const [gone, taken] = event.tickets;
  const scanId = v7();
  await door.scan({ scanId, code: taken!.code });
  const entered = await fetchPack(event, head.cursor);
  expect(entered.entriesOf(taken!.id)).toHaveLength(1);
  door.send({ type: 'undo', scanId, reason: 'Wrong person' });
  await door.next('undone');
  await staffed.db.query(
    `with next as (update events set ticket_seq = ticket_seq + 1 where id = $1 returning ticket_seq)
     update tickets set status = 'cancelled', cancelled_at = now(), seq = (select ticket_seq from next) where id = $2`,
    [event.id, gone!.id],
  );
  const [fresh] = await event.issue('General', 1);
  await heartbeat();
  await expect.poll(async () => (await fetchPack(event, entered.head.cursor)).ticketCount).toBe(2);
  const delta = await fetchPack(event, entered.head.cursor);
  expect(delta.find(gone!.id)?.status).toBe('cancelled');
  expect(delta.find(fresh!.id)?.status).toBe('valid');
  expect(delta.entriesOf(taken!.id)).toMatchObject([{ sessionIndex: null }]);
});

test('a cursor of another room’s memory, or of none, gets the whole', async () => {
  const event = await create({ tickets: { General: 1 } });
  const { head } = await sealedPack(event);
  const [, ticket, scan] = head.cursor.split('.');
  for (const cursor of [`1.${ticket}.${scan}`, 'nonsense', `${head.cursor}9`])
    expect((await fetchPack(event, cursor)).head.isWhole).toBe(true);
  expect((await fetchPack(event, head.cursor)).head.isWhole).toBe(false);
});

test('only callers who can scan at this event get the pack', async () => {
  const event = await create({ tickets: { General: 1 } });
  const other = await create({ tickets: { General: 1 } });
  const made = await staffed.api('POST', `/events/${event.id}/devices`, { cookie: staffed.cookie, body: {} });
  const paired = await staffed.api('POST', '/devices/pair', { body: { pairingCode: made.json.code, name: 'Ada' } });
  const status = async (id: string, headers: Record<string, string>) => {
    const answer = await fetch(`${staffed.stack.url}/api/v1/checkin/event/${id}/pack`, { headers });
    await answer.arrayBuffer();
    return answer.status;
  };
  const device = { authorization: `Bearer ${paired.json.token}` };
  expect(await Promise.all([status(event.id, {}), status(other.id, device), status(event.id, device)])).toEqual([
    401, 403, 200,
  ]);
  expect(await status(v7(), { cookie: staffed.cookie })).toBe(404);
});
