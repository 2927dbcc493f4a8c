import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../../dev/stack.ts';
import type { DoorCounts } from '#domain/door/door.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { type DoorEvent, type DoorEventOptions, createDoorEvent } from '../../worker/testing/door-event.ts';
import { type DoorSocket, type Verdict, openDoorSocket } from '../../worker/testing/door-socket.ts';

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
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const admittedOffline = (code: string, at: string) => ({
  scanId: v7(),
  code,
  scannedAt: at,
  shown: { result: 'admitted' as const, at },
});
const people = ({ perGate }: DoorCounts) => perGate.reduce((sum, { inside }) => sum + inside, 0);
const verdict = async (door: DoorSocket, request: Parameters<DoorSocket['scan']>[0]) =>
  (await door.scan(request)) as Verdict;

test('a device’s offline admission counts, at its own time, and is written once', async () => {
  const event = await create({ tickets: { General: 2 } });
  const door = await open(event);
  const at = minutesAgo(12);
  const scan = admittedOffline(event.tickets[0]!.code, at);
  expect(await verdict(door, scan)).toMatchObject({ result: 'admitted', offline: true, repeat: false });
  expect(await verdict(door, scan)).toMatchObject({ result: 'admitted', offline: true, repeat: true });
  expect((await verdict(door, { code: event.tickets[0]!.code })).previous?.at).toBe(at);
  await expect
    .poll(() => query('select entered_at, is_conflict from attendance where event_id = $1', event.id))
    .toEqual([{ entered_at: new Date(at), is_conflict: false }]);
  expect(
    await query('select scanned_at, is_offline from scans where event_id = $1 and scan_id = $2', event.id, scan.scanId),
  ).toEqual([{ scanned_at: new Date(at), is_offline: true }]);
});

test('one ticket admitted by two doors that were apart is kept twice; both doors and the supervisor see it until someone closes it', async () => {
  const event = await create({ tickets: { General: 1 } });
  const north = await open(event, { deviceName: 'North phone', gateId: event.gates.North });
  const south = await open(event, { deviceName: 'South phone' });
  const bystander = await open(event);
  const chief = await open(event, { maySupervise: true, deviceName: 'Chief' });
  const { code } = event.tickets[0]!;
  await verdict(north, admittedOffline(code, minutesAgo(5)));
  const second = await verdict(south, admittedOffline(code, minutesAgo(3)));
  expect(second).toMatchObject({ result: 'admitted', offline: true, conflict: { reason: 'already_in' } });
  for (const door of [north, south, chief]) {
    const { conflict } = await door.next('conflict');
    expect(conflict).toMatchObject({
      id: second.conflict!.id,
      reason: 'already_in',
      deviceName: 'South phone',
      otherDeviceName: 'North phone',
      otherDeviceId: north.scanner.deviceId,
    });
  }
  // One ticket is inside, and two people.
  const { counts } = await bystander.next('changes', (message) => people(message.counts) === 2);
  expect(counts).toMatchObject({ inside: 1, entered: 1, expected: 1, perType: [{ inside: 1, entered: 1 }] });
  expect(bystander.received.some(({ type }) => type === 'conflict')).toBe(false);

  // Stored: a device that returns is told again.
  const back = await open(event, { ...north.scanner });
  expect((await back.next('snapshot')).conflicts.map(({ id }) => id)).toEqual([second.conflict!.id]);
  south.send({ type: 'close_conflict', conflictId: second.conflict!.id });
  expect((await south.next('refused')).code).toBe('forbidden');
  chief.send({ type: 'close_conflict', conflictId: second.conflict!.id });
  await north.next('conflict_closed');
  expect((await (await open(event, { ...north.scanner })).next('snapshot')).conflicts).toEqual([]);
  await expect
    .poll(() =>
      query('select reason, closed_at is not null as closed from door_conflicts where event_id = $1', event.id),
    )
    .toEqual([{ reason: 'already_in', closed: true }]);
  expect(await query('select count(*)::int as n from attendance where event_id = $1', event.id)).toEqual([{ n: 2 }]);
});

test('a ticket that was admitted twice is inside until both holders have left, and is no longer expected once it is void', async () => {
  const event = await create({ tickets: { General: 3 } });
  const north = await open(event);
  const south = await open(event);
  const [twice, once] = event.tickets;
  await verdict(north, admittedOffline(twice!.code, minutesAgo(5)));
  await verdict(south, admittedOffline(twice!.code, minutesAgo(3)));
  await verdict(north, { code: once!.code });
  const latest = () => north.received.findLast((message) => message.type === 'changes')!.counts;
  const told = (peopleInside: number, counts: Partial<DoorCounts>) =>
    expect.poll(() => ({ ...latest(), peopleInside: people(latest()) })).toMatchObject({ ...counts, peopleInside });
  await told(3, { inside: 2, entered: 2, expected: 3 });
  await verdict(north, { code: twice!.code, direction: 'exit' });
  await told(2, { inside: 2, entered: 2, expected: 3 });
  await verdict(north, { code: twice!.code, direction: 'exit' });
  await told(1, { inside: 1, entered: 2, expected: 3 });
  await query(
    `with changed as (update events set ticket_seq = ticket_seq + 1 where id = $1 returning ticket_seq)
     update tickets set status = 'cancelled', cancelled_at = now(), seq = (select ticket_seq from changed) where id = $2`,
    event.id,
    once!.id,
  );
  await verdict(north, { code: (await event.issue('General', 1))[0]!.code });
  // The guest with the void ticket is still inside.
  await told(2, { inside: 1, entered: 2, expected: 3 });
});

test('a scan whose answer was lost counts as its device showed it', async () => {
  const event = await create({ tickets: { General: 3 } });
  const [twice, sentAway] = event.tickets;
  const door = await open(event);
  const other = await open(event);
  await verdict(other, { code: twice!.code });
  const lost = { scanId: v7(), code: twice!.code };
  expect(await verdict(door, lost)).toMatchObject({ result: 'already_in' });
  // It heard nothing, and its own picture was older.
  const shown = { result: 'admitted' as const, at: new Date().toISOString() };
  expect(await verdict(door, { ...lost, shown })).toMatchObject({
    result: 'admitted',
    offline: true,
    conflict: { reason: 'already_in' },
  });
  expect(await verdict(door, { ...lost, shown })).toMatchObject({ repeat: true, result: 'admitted' });

  const unheard = { scanId: v7(), code: sentAway!.code };
  expect(await verdict(door, unheard)).toMatchObject({ result: 'admitted' });
  const refused = { result: 'wrong_type' as const, at: new Date().toISOString() };
  expect(await verdict(door, { ...unheard, shown: refused })).toMatchObject({ result: 'wrong_type' });
  expect(await verdict(door, { code: sentAway!.code })).toMatchObject({ result: 'admitted' });
  // Of the two refusals one was none in the end.
  expect((await (await open(event)).next('snapshot')).counts!.refused).toBe(1);
  await expect
    .poll(() =>
      query(
        `select t.number, count(*) filter (where undone_at is null)::int as live, count(*)::int as all
         from attendance a join tickets t on t.id = a.ticket_id where a.event_id = $1 group by 1 order by 3, 2`,
        event.id,
      ),
    )
    .toEqual(
      expect.arrayContaining([
        { number: twice!.number, live: 2, all: 2 },
        { number: sentAway!.number, live: 1, all: 2 },
      ]),
    );
});

test('a supervisor overrides a refusal, and the refusal stays on record', async () => {
  const event = await create({ tickets: { General: 3, VIP: 1 }, gateTakes: { South: ['VIP'] } });
  const door = await open(event, { gateId: event.gates.South });
  const chief = await open(event, { maySupervise: true });
  const [general] = event.tickets;
  const refused = await verdict(door, { code: general!.code });
  expect(refused.result).toBe('wrong_type');
  door.send({ type: 'override', scanId: refused.scanId, reason: 'The other queue is closed' });
  expect((await door.next('refused')).code).toBe('forbidden');
  const allowed = chief.next('verdict', ({ verdict }) => verdict.overridden === true);
  chief.send({ type: 'override', scanId: refused.scanId, reason: 'The other queue is closed' });
  expect((await allowed).verdict).toMatchObject({ result: 'admitted', scanId: refused.scanId });

  // It replaces an earlier entry, which has ended: no one more is inside.
  const again = await verdict(door, { code: general!.code, gateId: event.gates.North });
  expect(again.result).toBe('already_in');
  chief.send({ type: 'override', scanId: again.scanId, reason: 'Had left by the fire escape' });
  await chief.next('verdict', ({ verdict }) => verdict.scanId === again.scanId);
  expect((await (await open(event)).next('snapshot')).counts).toMatchObject({ inside: 1, entered: 1 });

  const stays = 'select exited_at is not null as over from attendance where event_id = $1 order by entered_at';
  await expect.poll(() => query(stays, event.id)).toEqual([{ over: true }, { over: false }]);

  const forged = await verdict(door, { code: general!.code.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')) });
  expect(forged.result).toBe('invalid');
  chief.send({ type: 'override', scanId: forged.scanId, reason: 'Looks honest' });
  expect((await chief.next('refused')).code).toBe('not_overridable');
  await expect
    .poll(() =>
      query(
        'select result, override_reason from scans where event_id = $1 and overridden_at is not null order by scanned_at',
        event.id,
      ),
    )
    .toEqual([
      { result: 'wrong_type', override_reason: 'The other queue is closed' },
      { result: 'already_in', override_reason: 'Had left by the fire escape' },
    ]);
});

test('an override that was undone admits no one when it is sent again', async () => {
  const event = await create({ tickets: { General: 1 } });
  const [first, second] = await Promise.all([open(event), open(event)]);
  const chief = await open(event, { maySupervise: true, mayUndoAny: true });
  const { code } = event.tickets[0]!;
  const admitted = await verdict(first, { code });
  const refused = await verdict(second, { code });
  expect([admitted.result, refused.result]).toEqual(['admitted', 'already_in']);
  const override = { type: 'override' as const, scanId: refused.scanId, reason: 'Same name, other person' };
  chief.send(override);
  expect((await chief.next('verdict')).verdict).toMatchObject({ result: 'admitted', overridden: true });
  const takeBack = async ({ scanId }: { scanId: string }) => {
    chief.send({ type: 'undo', scanId, reason: 'It was the same person' });
    await chief.next('undone', (undone) => undone.scanId === scanId);
  };
  await takeBack(refused);
  // The guest that the override had counted as gone is inside again, here and in Postgres.
  const inside = async () => (await (await open(event)).next('snapshot')).counts;
  expect(await inside()).toMatchObject({ inside: 1, entered: 1 });
  const live = 'select 1 from attendance where event_id = $1 and exited_at is null and undone_at is null';
  await expect.poll(async () => (await query(live, event.id)).length).toBe(1);
  expect((await verdict(second, { code })).result).toBe('already_in');
  await takeBack(admitted);
  chief.send(override);
  expect((await chief.next('refused')).code).toBe('not_overridable');
  expect((await verdict(second, { code })).result).toBe('admitted');
  expect((await (await open(event)).next('snapshot')).counts).toMatchObject({ inside: 1, entered: 1 });
});

test('a reason that Postgres can’t store is refused, and holds up no delivery', async () => {
  const event = await create({ tickets: { General: 2 } });
  const door = await open(event);
  const first = await verdict(door, { code: event.tickets[0]!.code });
  door.send({ type: 'undo', scanId: (first as Verdict).scanId, reason: 'a\0b' });
  expect((await door.next('refused')).code).toBe('invalid_request');
  await verdict(door, { code: event.tickets[1]!.code });
  await expect.poll(async () => (await query('select 1 from attendance where event_id = $1', event.id)).length).toBe(2);
});

test('a ticket for several people says how many they are', async () => {
  const event = await create({ tickets: { General: 4 } });
  const [alone] = await event.issue('General', 1);
  const door = await open(event);
  expect((await verdict(door, { code: event.tickets[0]!.code })).partySize).toBe(4);
  expect((await verdict(door, { code: alone!.code })).partySize).toBeUndefined();
});
