import pg from 'pg';
import { v7 } from 'uuid';
import { afterEach, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '../../dev/create-database.ts';
import { type Stack, type StackOptions, startStack } from '../../dev/stack.ts';
import { type DoorEvent, createDoorEvent } from '../../worker/testing/door-event.ts';
import { type DoorSocket, openDoorSocket } from '../../worker/testing/door-socket.ts';
import { randomFrom, tortureFactor, tortureSeed } from '../../worker/testing/torture-seed.ts';

const isTorture = tortureFactor > 1;
const RACES = isTorture ? 1000 : 100;
const KILLS = isTorture ? 20 : 3;

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(options: StackOptions = {}): Promise<Stack> {
  const stack = await startStack({ bundleDir: process.env.EVERATO_TEST_BUNDLE, ...options });
  undo.push(() => stack.stop());
  return stack;
}

const open = (stack: Stack, event: DoorEvent) =>
  openDoorSocket({ url: stack.url, secret: stack.bindings.EVERATO_SECRET! }, event.id);

async function query<T>(databaseUrl: string, text: string, ...values: unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(text, values).finally(() => client.end());
  return rows;
}

/** Both doors scan each ticket at the same instant; how many were admitted by both, and by neither. */
async function race(event: DoorEvent, north: DoorSocket, south: DoorSocket) {
  let doubles = 0;
  let lost = 0;
  for (const { code } of event.tickets) {
    const verdicts = await Promise.all([north.scan({ code }), south.scan({ code })]);
    const admitted = verdicts.filter((verdict) => 'result' in verdict && verdict.result === 'admitted').length;
    if (admitted > 1) doubles++;
    if (admitted < 1) lost++;
  }
  return { doubles, lost };
}

test(`two doors scan one ticket, ${RACES} times: it is admitted once each time`, async () => {
  const stack = await start({ adminUrl: inject('postgresAdminUrl') });
  const event = await createDoorEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET!, {
    tickets: { General: RACES },
  });
  expect(await race(event, await open(stack, event), await open(stack, event))).toEqual({ doubles: 0, lost: 0 });
});

test('control: doors that do not share a room admit a ticket twice, and Postgres detects each', async () => {
  const databaseUrl = await createDatabase(inject('postgresAdminUrl'), { migrated: true });
  undo.push(() => dropDatabase(inject('postgresAdminUrl'), databaseUrl));
  const secret = 'control-secret-control-secret-control';
  const bindings = { EVERATO_SECRET: secret };
  const one = await start({ databaseUrl, bindings });
  const two = await start({ databaseUrl, bindings });
  const event = await createDoorEvent(databaseUrl, secret, { tickets: { General: 20 } });
  const north = await open(one, event);
  const south = await open(two, event);
  expect(await race(event, north, south)).toEqual({ doubles: 20, lost: 0 });
  await expect
    .poll(
      () =>
        query(
          databaseUrl,
          `select count(*)::int as n from door_conflicts where event_id = $1 and reason = 'second_entry'`,
          event.id,
        ),
      { timeout: 10_000 },
    )
    .toEqual([{ n: 20 }]);
  const entries = 'select is_conflict, count(*)::int as n from attendance where event_id = $1 group by 1 order by 1';
  expect(await query(databaseUrl, entries, event.id)).toEqual([
    { is_conflict: false, n: 20 },
    { is_conflict: true, n: 20 },
  ]);
  await expect
    .poll(() => [...north.received, ...south.received].filter(({ type }) => type === 'conflict').length)
    .toBe(20);
});

test(
  `the Worker killed ${KILLS} times in the middle of a rush loses no acknowledged scan (EVERATO_SEED=${tortureSeed})`,
  async () => {
    const stack = await start({ adminUrl: inject('postgresAdminUrl') });
    const event = await createDoorEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET!, {
      tickets: { General: 500 * KILLS },
    });
    const acknowledged = new Map<string, string>();
    const admittedTickets: string[] = [];
    const waiting = [...event.tickets];
    const random = randomFrom(tortureSeed);
    for (let kill = 0; kill < KILLS; kill++) {
      const doors = await Promise.all(Array.from({ length: 10 }, () => open(stack, event)));
      const rush = doors.map(async (door) => {
        for (let ticket; (ticket = waiting.shift());) {
          const scanId = v7();
          const verdict = await Promise.race([door.scan({ scanId, code: ticket.code }), door.closed]);
          if (typeof verdict === 'number') return;
          acknowledged.set(scanId, (verdict as { result: string }).result);
          if ((verdict as { result: string }).result === 'admitted') admittedTickets.push(ticket.id);
        }
      });
      const enough = acknowledged.size + 100 + Math.floor(random() * 200);
      while (acknowledged.size < enough) await new Promise((resolve) => setTimeout(resolve, 1));
      await stack.worker.kill();
      await Promise.all(rush);
      await stack.worker.start();
    }
    expect(waiting.length).toBeGreaterThan(0);
    const door = await open(stack, event);
    const { counts } = await door.next('snapshot');
    expect(counts.entered).toBeGreaterThanOrEqual(admittedTickets.length);
    const delivered = async () =>
      new Map(
        (
          await query<{ scan_id: string; result: string }>(
            stack.databaseUrl,
            'select scan_id, result from scans where event_id = $1',
            event.id,
          )
        ).map((row) => [row.scan_id, row.result]),
      );
    // The alarm alone delivers them; no one scans any more.
    await expect.poll(() => lostOf(acknowledged, delivered), { timeout: 30_000 }).toBe(0);
    const inPostgres = await query<{ ticket_id: string }>(
      stack.databaseUrl,
      'select ticket_id from attendance where event_id = $1',
      event.id,
    );
    expect(new Set(inPostgres.map((row) => row.ticket_id)).size).toBe(inPostgres.length);
    for (const id of admittedTickets.slice(0, 5))
      expect(await door.scan({ ticketId: id })).toMatchObject({ result: 'already_in' });
  },
  60_000 + 30_000 * KILLS,
);

async function lostOf(
  acknowledged: Map<string, string>,
  delivered: () => Promise<Map<string, string>>,
): Promise<number> {
  const known = await delivered();
  return [...acknowledged].filter(([scanId, result]) => known.get(scanId) !== result).length;
}

test('with Postgres away the door continues, even for a ticket sold meanwhile, and delivers everything once', async () => {
  const stack = await start();
  const event = await createDoorEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET!, { tickets: { General: 50 } });
  const door = await open(stack, event);
  await door.next('snapshot');
  const [late] = await event.issue('General', 1);
  await stack.postgres!.stop();
  const results = [];
  for (const { code } of [...event.tickets, late!, event.tickets[0]!])
    results.push(((await door.scan({ code })) as { result: string }).result);
  expect(results).toEqual([...Array(51).fill('admitted'), 'already_in']);
  await stack.worker.kill();
  await stack.worker.start();
  const after = await open(stack, event);
  expect((await after.next('snapshot')).counts).toMatchObject({ entered: 51, refused: 1 });
  await stack.postgres!.start();
  await expect
    .poll(
      () =>
        query(
          stack.databaseUrl,
          'select count(*)::int as n, count(distinct ticket_id)::int as tickets from attendance where event_id = $1',
          event.id,
        ),
      { timeout: 60_000 },
    )
    .toEqual([{ n: 51, tickets: 51 }]);
  expect(await query(stack.databaseUrl, 'select count(*)::int as n from scans where event_id = $1', event.id)).toEqual([
    { n: 52 },
  ]);
  expect(
    await query(stack.databaseUrl, 'select count(*)::int as n from door_conflicts where event_id = $1', event.id),
  ).toEqual([{ n: 0 }]);
  expect(await after.scan({ code: late!.code })).toMatchObject({
    result: 'already_in',
    ticket: { attendeeName: late!.attendeeName },
  });
});

test('a room that lost its storage, and one with another database, learn again who is inside', async () => {
  const stack = await start({ adminUrl: inject('postgresAdminUrl') });
  const event = await createDoorEvent(stack.databaseUrl, stack.bindings.EVERATO_SECRET!, { tickets: { General: 3 } });
  const [a, b, c] = event.tickets as [DoorEvent['tickets'][0], DoorEvent['tickets'][0], DoorEvent['tickets'][0]];
  const door = await open(stack, event);
  const scan = { scanId: v7(), code: a.code };
  await door.scan(scan);
  await door.scan({ code: a.code });
  await expect
    .poll(() => query(stack.databaseUrl, 'select count(*)::int as n from scans where event_id = $1', event.id))
    .toEqual([{ n: 2 }]);
  // Another deployment's room, empty, on the same database.
  const fresh = await start({
    databaseUrl: stack.databaseUrl,
    bindings: { EVERATO_SECRET: stack.bindings.EVERATO_SECRET! },
  });
  const elsewhere = await openDoorSocket({ url: fresh.url, secret: fresh.bindings.EVERATO_SECRET! }, event.id, {
    deviceId: door.scanner.deviceId,
  });
  expect((await elsewhere.next('snapshot')).counts).toMatchObject({ entered: 1, inside: 1, refused: 1, expected: 3 });
  expect(await elsewhere.scan({ code: a.code })).toMatchObject({
    result: 'already_in',
    previous: { deviceName: 'Phone' },
  });
  expect(await elsewhere.scan(scan)).toMatchObject({ result: 'admitted', repeat: true });
  // Restored from a backup in which only b had come.
  await query(stack.databaseUrl, 'update deployment set epoch = gen_random_uuid()');
  await query(stack.databaseUrl, 'update attendance set ticket_id = $1 where event_id = $2', b.id, event.id);
  expect(
    (
      await fetch(`${fresh.url}/internal/heartbeat`, {
        method: 'POST',
        headers: { authorization: `Bearer ${fresh.bindings.HEARTBEAT_TOKEN}` },
      })
    ).status,
  ).toBe(200);
  expect(await elsewhere.scan({ code: b.code })).toMatchObject({ result: 'already_in' });
  expect(await elsewhere.scan({ code: a.code })).toMatchObject({ result: 'admitted' });
  expect(await elsewhere.scan({ code: c.code })).toMatchObject({ result: 'admitted' });
});
