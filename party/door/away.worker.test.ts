import pg from 'pg';
import { v7 } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import { type Stack, startStack } from '../../dev/stack.ts';
import { type DoorEvent, createDoorEvent } from '../../worker/testing/door-event.ts';
import { type DoorSocket, openDoorSocket } from '../../worker/testing/door-socket.ts';
import { tortureFactor } from '../../worker/testing/torture-seed.ts';

const AWAY_SECONDS = tortureFactor > 1 ? 60 : 15;
const DOORS = 10;
const PER_SECOND = 100;
const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
let stack: Stack | undefined;
afterEach(() => stack?.stop());

/** Each door scans ten tickets a second, until it is told to stop. */
function startLoad(event: DoorEvent, doors: DoorSocket[]) {
  const load = { acknowledged: new Map<string, string>(), longestMs: 0, stop };
  const queue = [...event.tickets];
  let isOver = false;
  const lanes = doors.map(async (door) => {
    for (let ticket; !isOver && (ticket = queue.shift());) {
      const scanId = v7();
      const sentAt = performance.now();
      const verdict = (await door.scan({ scanId, code: ticket.code })) as { result: string };
      load.longestMs = Math.max(load.longestMs, performance.now() - sentAt);
      load.acknowledged.set(scanId, verdict.result);
      await sleep(DOORS / PER_SECOND);
    }
  });
  async function stop() {
    isOver = true;
    await Promise.all(lanes);
  }
  return load;
}

test(
  `with Postgres stopped for ${AWAY_SECONDS} seconds under load the doors continue, and afterwards Postgres has every scan once`,
  { timeout: 240_000 },
  async () => {
    stack = await startStack({ bundleDir: process.env.EVERATO_TEST_BUNDLE });
    const { databaseUrl, bindings, url, postgres } = stack;
    const secret = bindings.EVERATO_SECRET!;
    const event = await createDoorEvent(databaseUrl, secret, {
      tickets: { General: PER_SECOND * (AWAY_SECONDS + 20) },
    });
    const doors = await Promise.all(Array.from({ length: DOORS }, () => openDoorSocket({ url, secret }, event.id)));
    await Promise.all(doors.map((door) => door.next('snapshot')));
    const load = startLoad(event, doors);
    await sleep(1);
    await postgres!.stop();
    const before = load.acknowledged.size;
    await sleep(AWAY_SECONDS);
    const meanwhile = load.acknowledged.size - before;
    await postgres!.start();
    await sleep(1);
    await load.stop();
    // However slow this machine is: no door waited for Postgres.
    expect(load.longestMs).toBeLessThan(AWAY_SECONDS * 500);
    expect(meanwhile).toBeGreaterThan(AWAY_SECONDS * DOORS);
    expect(new Set(load.acknowledged.values())).toEqual(new Set(['admitted']));

    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const rows = async (text: string) => (await client.query(text, [event.id])).rows;
    const scans = async () => {
      const found = await rows('select scan_id, result from scans where event_id = $1');
      return new Map(found.map((row) => [row.scan_id, row.result]));
    };
    await expect.poll(scans, { timeout: 90_000, interval: 500 }).toEqual(load.acknowledged);
    const entries = await rows(
      'select count(*)::int as n, count(distinct ticket_id)::int as tickets from attendance where event_id = $1',
    );
    await client.end();
    expect(entries).toEqual([{ n: load.acknowledged.size, tickets: load.acknowledged.size }]);
  },
);
