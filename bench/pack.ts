import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { openNetwork } from '../app/e2e/network.ts';
import { typeCode } from '../app/e2e/scanner.ts';
import { launchBrowser } from '../dev/browser.ts';
import { type Stack, startStack } from '../dev/stack.ts';
import { openPack } from '#domain/door/read-pack.ts';
import { type DoorEvent, createDoorEvent } from '../worker/testing/door-event.ts';
import { signIn } from '../worker/testing/signed-in.ts';
import { type Benchmark, type Result, figure } from './benchmark.ts';
import { openScanner } from './door-sockets.ts';
import { InvalidBenchmark } from './participants.ts';
import { median, percentile } from './percentile.ts';

/*
 * A scanner's pack of 100,000 tickets, all sold and half of them inside: its size, the time that the room takes to make
 * it, and the scans that it decides meanwhile. Then, with the network cut, the time from the start of the scanner's page
 * in Chromium until it can decide alone, and from a code to the verdict on the screen. Built Worker in plain workerd,
 * PostgreSQL, Chromium and this client on the same cores.
 */
const TICKETS = Number(process.env.PACK_TICKETS ?? 100_000);
const PORTION = 10_000;
const PER_BOOKING = 2;
const STARTS = 5;
const SCANS = 60;

interface Office {
  stack: Stack;
  event: DoorEvent;
  cookie: string;
}

export async function measure(benchmark: Benchmark): Promise<Result> {
  const stack = await startStack({});
  benchmark.undo.add(() => stack.stop());
  // Stopped, so that the room finds all tickets when it first wakes.
  await stack.worker.stop();
  const secret = stack.bindings.EVERATO_SECRET!;
  const event = await createDoorEvent(stack.databaseUrl, secret, { tickets: { General: Math.min(PORTION, TICKETS) } });
  while (event.tickets.length < TICKETS)
    event.tickets.push(...(await event.issue('General', Math.min(PORTION, TICKETS - event.tickets.length))));
  await splitIntoBookings(stack.databaseUrl, event);
  await stack.worker.start();
  console.log(`${event.tickets.length} tickets sold`);
  const { cookie } = await signIn({ databaseUrl: stack.databaseUrl, secret }, 'admin');
  const office = { stack, event, cookie };
  const made = await makePack(office, benchmark);
  console.log(`the room has made a pack of ${figure('size', made.bytes)} bytes in ${figure('time', made.ms)} ms`);
  if (made.tickets !== TICKETS) throw new InvalidBenchmark(`the pack has ${made.tickets} of ${TICKETS} tickets`);
  const { readyMs, verdictMs } = await usePhone(office, benchmark);
  return {
    line:
      `pack of ${figure('number of tickets', made.tickets)} tickets and ${figure('number of entries', made.entries)} entries: ` +
      `${figure('size', made.bytes / 1e6, 2)} MB, made in ${made.ms} ms ` +
      `(scans meanwhile: median ${figure('scan median', median(made.scanMs))} ms, longest ${figure('longest scan', Math.max(...made.scanMs))} ms), ` +
      `page ready in ${figure('page start', median(readyMs))} ms (slowest ${figure('page start', Math.max(...readyMs))}), ` +
      `offline verdict median ${figure('verdict median', median(verdictMs))} ms, p95 ${figure('verdict p95', percentile(verdictMs, 95))} ms`,
  };
}

/** Gives the tickets bookings of the usual size, and admits half of them. */
async function splitIntoBookings(databaseUrl: string, event: DoorEvent): Promise<void> {
  const client = new pg.Client(databaseUrl);
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

async function fetchPack({ stack, event, cookie }: Office, since: string) {
  const response = await fetch(`${stack.url}/api/v1/checkin/event/${event.id}/pack?since=${since}`, {
    headers: { cookie },
  });
  if (!response.ok) throw new InvalidBenchmark(`the pack got ${response.status}: ${await response.text()}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const pack = openPack(gunzipSync(bytes));
  if (!pack) throw new InvalidBenchmark('the pack is not readable');
  return { bytes, pack };
}

async function makePack(office: Office, { participants }: Benchmark) {
  const { stack, event } = office;
  const door = { url: stack.url, secret: stack.bindings.EVERATO_SECRET!, eventId: event.id };
  const first = await openScanner(door, participants);
  // Waits until the room has sealed all names.
  for (let cursor = (await fetchPack(office, 'none')).pack.head.cursor, before = ''; cursor !== before;) {
    before = cursor;
    await sleep(1000);
    cursor = (await fetchPack(office, cursor)).pack.head.cursor;
  }
  first.close();
  // The restart drops packs that were made while names were being sealed, so that making one is measured.
  await stack.worker.stop();
  await stack.worker.start();
  const scanner = await openScanner(door, participants);
  const scanMs: number[] = [];
  let isMade = false;
  const startedAt = performance.now();
  const making = fetchPack(office, 'none').finally(() => (isMade = true));
  for (let at = TICKETS - 1; !isMade && at > 0; at--) {
    const sentAt = performance.now();
    const verdict = await scanner.scan({ code: event.tickets[at]!.code });
    if (!('result' in verdict)) throw new InvalidBenchmark(`a scan was refused: ${verdict.code}`);
    scanMs.push(performance.now() - sentAt);
  }
  const { bytes, pack } = await making;
  const ms = Math.round(performance.now() - startedAt);
  const unsealed = [...pack.tickets()].filter(({ sealedName }) => sealedName.length === 0).length;
  if (unsealed > 0 || !pack.head.isWhole) throw new InvalidBenchmark(`${unsealed} names are missing from the pack`);
  scanner.close();
  return { ms, scanMs, bytes: bytes.length, tickets: pack.ticketCount, entries: [...pack.entries()].length };
}

async function usePhone({ stack, event, cookie }: Office, { participants, undo }: Benchmark) {
  const network = await openNetwork(stack.url);
  undo.add(() => network.close());
  const browser = await launchBrowser();
  undo.add(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, baseURL: network.url });
  const [name, value] = cookie.split('=') as [string, string];
  await context.addCookies([{ name, value, url: network.url }]);
  const phone = participants.join('phone');
  context.on('page', (page) => page.on('crash', () => phone.fail('has crashed')));
  const first = await context.newPage();
  await first.goto(`/gate/${event.id}`);
  await first.getByTestId('gate-choice').getByRole('button', { name: 'North', exact: true }).click();
  await first.locator('[data-ready=true]').waitFor({ timeout: 120_000 });
  phone.ready();
  while (!(await first.evaluate('caches.match("/gate/event").then(Boolean)'))) await sleep(200);
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
  phone.leave();
  return { readyMs, verdictMs };
}
