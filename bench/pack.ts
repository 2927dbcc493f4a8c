import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { openNetwork } from '../app/e2e/network.ts';
import { typeCode } from '../app/e2e/scanner.ts';
import { launchBrowser } from '../dev/browser.ts';
import { startStack } from '../dev/stack.ts';
import { openPack } from '#domain/door/read-pack.ts';
import { createDoorEvent } from '../worker/testing/door-event.ts';
import { type DoorSocket, openDoorSocket } from '../worker/testing/door-socket.ts';
import { signIn } from '../worker/testing/signed-in.ts';
import { median, percentile } from './percentile.ts';

/*
 * A scanner's pack of 100,000 tickets, all sold and half of them in: how large it is, how long the room takes to make it and
 * whether it goes on deciding meanwhile; then, with the network cut, how long the scanner's page in Chromium takes from its
 * start until it could decide alone, and from a code to the verdict on the screen. Built Worker in plain workerd,
 * PostgreSQL, Chromium and this client on the same cores.
 */
const TICKETS = Number(process.env.PACK_TICKETS ?? 100_000);
const PORTION = 10_000;
const PER_BOOKING = 2;
const STARTS = 5;
const SCANS = 60;

const stack = await startStack({});
// The room shall find all of it when it first wakes.
await stack.worker.stop();
const secret = stack.bindings.EVERATO_SECRET!;
const event = await createDoorEvent(stack.databaseUrl, secret, { tickets: { General: Math.min(PORTION, TICKETS) } });
while (event.tickets.length < TICKETS)
  event.tickets.push(...(await event.issue('General', Math.min(PORTION, TICKETS - event.tickets.length))));
await split();
await stack.worker.start();
console.log(`${event.tickets.length} tickets sold`);
const { cookie } = await signIn(stack.databaseUrl, secret, 'admin');
const made = await makePack();
console.log(`the room has made a pack of ${made.bytes} bytes in ${made.ms} ms`);
const phone = await usePhone();
await stack.stop();
console.log(
  `pack of ${made.tickets} tickets and ${made.entries} entries: ${(made.bytes / 1e6).toFixed(2)} MB, made in ${made.ms} ms ` +
    `(scans meanwhile: median ${median(made.scanMs).toFixed(0)} ms, longest ${Math.max(...made.scanMs).toFixed(0)} ms), ` +
    `page ready in ${median(phone.readyMs).toFixed(0)} ms (slowest ${Math.max(...phone.readyMs).toFixed(0)}), ` +
    `offline verdict median ${median(phone.verdictMs).toFixed(0)} ms, p95 ${percentile(phone.verdictMs, 95).toFixed(0)} ms`,
);
process.exit(0);

/** Of bookings as people make them, and half of their tickets let in. */
async function split(): Promise<void> {
  const client = new pg.Client(stack.databaseUrl);
  await client.connect();
  await client.query(
    `create temporary table new_bookings as select n, gen_random_uuid() as id from generate_series(0, $1::int / $2::int) n`,
    [TICKETS, PER_BOOKING],
  );
  const { rows } = await client.query<{ columns: string }>(
    `select string_agg(format('%I', column_name), ', ') as columns from information_schema.columns
     where table_name = 'bookings' and is_generated = 'NEVER' and column_name not in ('id', 'reference')`,
  );
  const columns = rows[0]!.columns;
  await client.query(
    `insert into bookings (id, reference, ${columns}) select f.id, upper(substr(md5(f.id::text), 1, 8)), ${columns
      .split(', ')
      .map((column) => `b.${column}`)
      .join(', ')}
     from new_bookings f, (select * from bookings where event_id = '${event.id}' order by id limit 1) b on conflict do nothing`,
  );
  await client.query(
    `update tickets t set booking_id = f.id from
       (select id, row_number() over (order by id) / ${PER_BOOKING} as n from tickets where event_id = '${event.id}') o
     join new_bookings f on f.n = o.n join bookings b on b.id = f.id where t.id = o.id`,
  );
  await client.query(`insert into devices (id, event_id, name) values ('${event.id}', '${event.id}', 'Earlier')`);
  await client.query(
    `insert into attendance (id, event_id, session_id, ticket_id, entry_device_id, entry_scan_id, entered_at, only_entry)
     select uuidv7(), event_id, $2, id, $1, gen_random_uuid(), now() - interval '10 minutes', true from tickets
     where event_id = $1 order by id limit $3`,
    [event.id, event.sessionIds[0], TICKETS / 2],
  );
  await client.end();
}

async function fetchPack(since: string) {
  const answer = await fetch(`${stack.url}/api/v1/checkin/event/${event.id}/pack?since=${since}`, {
    headers: { cookie },
  });
  if (!answer.ok) throw new Error(`The pack answered ${answer.status}: ${await answer.text()}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { bytes, pack: openPack(gunzipSync(bytes))! };
}

/** As a scanner does: a room that is still reading its tickets says so after a moment, and is asked again. */
async function openDoor(): Promise<DoorSocket> {
  const door = await openDoorSocket(stack.url, secret, event.id);
  const first = await Promise.race([door.next('snapshot'), door.closed]);
  if (typeof first !== 'number') return door;
  await new Promise((resolve) => setTimeout(resolve, 250));
  return openDoor();
}

async function makePack() {
  const door = await openDoor();
  // Until the room has sealed all names.
  for (let cursor = (await fetchPack('none')).pack.head.cursor, before = ''; cursor !== before;) {
    before = cursor;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    cursor = (await fetchPack(cursor)).pack.head.cursor;
  }
  door.close();
  // A pack that was made while names were being sealed is forgotten, and its making is measured.
  await stack.worker.stop();
  await stack.worker.start();
  const after = await openDoor();
  const scanMs: number[] = [];
  let isMade = false;
  const startedAt = performance.now();
  const making = fetchPack('none').finally(() => (isMade = true));
  for (let at = TICKETS - 1; !isMade && at > 0; at--) {
    const asked = performance.now();
    await after.scan({ code: event.tickets[at]!.code });
    scanMs.push(performance.now() - asked);
  }
  const { bytes, pack } = await making;
  const ms = Math.round(performance.now() - startedAt);
  const unsealed = [...pack.tickets()].filter(({ sealedName }) => sealedName.length === 0).length;
  if (unsealed > 0 || !pack.head.isWhole) throw new Error(`${unsealed} names are missing`);
  return { ms, scanMs, bytes: bytes.length, tickets: pack.ticketCount, entries: [...pack.entries()].length };
}

async function usePhone() {
  const network = await openNetwork(stack.url);
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, baseURL: network.url });
  const [name, value] = cookie.split('=') as [string, string];
  await context.addCookies([{ name, value, url: network.url }]);
  const first = await context.newPage();
  await first.goto(`/gate/${event.id}`);
  await first.getByTestId('gate-choice').getByRole('button', { name: 'North', exact: true }).click();
  await first.locator('[data-ready=true]').waitFor({ timeout: 120_000 });
  while (!(await first.evaluate('caches.match("/gate/event").then(Boolean)')))
    await new Promise((resolve) => setTimeout(resolve, 200));
  await network.cut();
  await first.close();
  const readyMs: number[] = [];
  const verdictMs: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const page = await context.newPage();
    await page.goto(`/gate/${event.id}`);
    await page.locator('[data-ready=true]').waitFor();
    readyMs.push(await page.evaluate<number>('performance.now()'));
    for (let scan = 0; start === STARTS - 1 && scan < SCANS; scan++)
      verdictMs.push(await typeCode(page, event.tickets[Math.floor((scan * TICKETS) / SCANS)]!.code));
    await page.close();
  }
  await browser.close();
  await network.close();
  return { readyMs, verdictMs };
}
