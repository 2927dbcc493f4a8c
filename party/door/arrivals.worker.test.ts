import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Stack, startStack } from '../../dev/stack.ts';
import type { Scanner } from '#domain/account/scanner.ts';
import { type DoorEvent, createDoorEvent } from '../../worker/testing/door-event.ts';
import { openDoorSocket } from '../../worker/testing/door-socket.ts';

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
const open = (event: DoorEvent, who?: Partial<Scanner>) =>
  openDoorSocket({ url: stack.url, secret: secret() }, event.id, who);
const FIVE_MINUTES = 300_000;
const beginOf = (instant: number) => new Date(Math.floor(instant / FIVE_MINUTES) * FIVE_MINUTES).toISOString();

test('the dashboard shows entries per five minutes, also from a room that lost its storage', async () => {
  const event = await createDoorEvent(stack.databaseUrl, secret(), { tickets: { General: 4 } });
  const door = await open(event);
  const earlier = Date.now() - 4 * FIVE_MINUTES;
  const longAgo = Date.now() - 7 * 3_600_000;
  const offline = (index: number, instant: number) => {
    const at = new Date(instant).toISOString();
    return door.scan({
      scanId: v7(),
      code: event.tickets[index]!.code,
      scannedAt: at,
      shown: { result: 'admitted', at },
    });
  };
  await offline(0, earlier);
  await offline(1, earlier);
  await offline(2, longAgo);
  const before = Date.now();
  await door.scan({ code: event.tickets[3]!.code });
  const asked = async (who: Partial<Scanner>) => (await (await open(event, who)).next('snapshot')).perFiveMinutes;
  const now = [before, Date.now()].map(beginOf);
  for (const who of [{ mayScan: false }, { maySupervise: true }]) {
    const seen = await asked(who);
    expect(seen).toEqual([
      { at: beginOf(earlier), entered: 2 },
      { at: expect.toSatisfy((at: string) => now.includes(at)), entered: 1 },
    ]);
  }
  expect(await asked({})).toBeUndefined();

  const known = await asked({ mayScan: false });
  const delivered = () => db.query('select id from attendance where event_id = $1', [event.id]);
  await expect.poll(async () => (await delivered()).rowCount, { timeout: 15_000 }).toBe(4);
  await stack.worker.kill();
  const ledgers = readdirSync(stack.roomsDir, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.sqlite/.test(path),
  );
  expect(ledgers.length).toBeGreaterThan(0);
  // Rows edited directly may have finer times than ours.
  await db.query(`update attendance set entered_at = entered_at + interval '300 microseconds' where event_id = $1`, [
    event.id,
  ]);
  for (const path of ledgers) rmSync(join(stack.roomsDir, path));
  await stack.worker.start();
  expect(await asked({ mayScan: false })).toEqual(known);
});
