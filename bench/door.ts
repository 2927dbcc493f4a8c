import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { v7 } from 'uuid';
import { type Stack, startStack } from '../dev/stack.ts';
import { type DoorEvent, type DoorTestTicket, createDoorEvent } from '../worker/testing/door-event.ts';
import { type Crowd, openCrowd } from './door-crowd.ts';
import { fanOutToMany } from './door-fan-out.ts';
import { costBySize } from './door-size.ts';
import { percentile } from './percentile.ts';

/*
 * Scans over real WebSockets: 100 scanners and 100 listeners on one event, the built Worker in plain workerd, PostgreSQL
 * with fsync on, all of it and this client on the same cores. First as many scans as it takes, then 1,000 a second;
 * then the same flood with turns of one, which is what a transaction per scan would give. Then what a scan costs at a
 * hundred times as many tickets, and how soon five times as many listeners hear of it.
 */
const SCANNERS = 100;
const LISTENERS = 100;
const ROUNDS = 4;
const FLOOD = 20_000;
const FLOOD_OF_ONE = 4_000;
const PACED_PER_SECOND = 1000;
const PACED_SECONDS = 10;
/** Scans that a scanner has under way at once: a queue being delivered. */
const UNDER_WAY = 8;

const bundleDir = process.env.EVERATO_TEST_BUNDLE;
const tally = { doubles: 0, lost: 0 };

const ours = await openDoor({}, FLOOD + PACED_PER_SECOND * PACED_SECONDS);
const ofOne = await openDoor({ TURN_LIMIT: '1' }, FLOOD_OF_ONE);
// By turns, so that whatever else the machine does falls on both.
for (let round = 0; round < ROUNDS; round++) {
  for (const door of [ours, ofOne]) await flood(door, round);
}
const { verdictMsP99, fanOutMsP99 } = await paced(ours);
for (const door of [ours, ofOne]) await audit(door);
await Promise.all([ours, ofOne].map((door) => door.stack.stop()));
const { small, large } = await costBySize(bundleDir);
console.log(
  `cost of a scan: ${small.msPerScan.toFixed(2)} ms at ${small.tickets} tickets, ${large.msPerScan.toFixed(2)} ms at ${large.tickets}: ` +
    `${(large.msPerScan / small.msPerScan).toFixed(2)} times`,
);
const many = await fanOutToMany(bundleDir);
console.log(
  `fan-out to ${many.listeners} at ${many.perSecond} scans/s: p50 ${percentile(many.fanOutMs, 50).toFixed(0)} ms, p99 ${percentile(many.fanOutMs, 99).toFixed(0)} ms`,
);

const round = Math.round;
const perSecond = (door: Door) => (door.scans / door.ms) * 1000;
console.log(
  `ratio ${(perSecond(ours) / perSecond(ofOne)).toFixed(1)} (scans/s ${round(perSecond(ours))} / turns of one ${round(perSecond(ofOne))}), ` +
    `p99 verdict ${round(verdictMsP99)} ms, p99 fan-out ${round(fanOutMsP99)} ms, doubles ${tally.doubles}, lost ${tally.lost}`,
);
process.exit(0);

interface Door {
  stack: Stack;
  event: DoorEvent;
  crowd: Crowd;
  /** Of the floods. */
  tickets: DoorTestTicket[];
  name: string;
  scans: number;
  ms: number;
}

async function openDoor(bindings: Record<string, string>, count: number): Promise<Door> {
  const stack = await startStack({ bundleDir, bindings });
  const secret = stack.bindings.EVERATO_SECRET!;
  const event = await createDoorEvent(stack.databaseUrl, secret, {
    tickets: { General: count },
    ticketsPerBooking: 4,
  });
  const crowd = await openCrowd(stack.url, secret, event, { scanners: SCANNERS, listeners: LISTENERS });
  const flooded = bindings.TURN_LIMIT ? count : FLOOD;
  return {
    stack,
    event,
    crowd,
    tickets: event.tickets.slice(0, flooded),
    name: bindings.TURN_LIMIT ? 'turns of one' : 'turns',
    scans: 0,
    ms: 0,
  };
}

/** Every scanner as fast as it is answered; one ticket in ten is held before two scanners. */
async function flood(door: Door, round: number): Promise<void> {
  const share = door.tickets.length / ROUNDS;
  const tickets = door.tickets.slice(round * share, (round + 1) * share);
  const queue = tickets.flatMap((ticket, index) => (index % 10 === 0 ? [ticket, ticket] : [ticket]));
  const startedAt = performance.now();
  let next = 0;
  const lanes = door.crowd.scanners.flatMap((scanner) =>
    Array.from({ length: UNDER_WAY }, async () => {
      for (let index; (index = next++) < queue.length;) await scanner.scan(v7(), queue[index]!);
    }),
  );
  await Promise.all(lanes);
  const ms = performance.now() - startedAt;
  door.scans += queue.length;
  door.ms += ms;
  console.log(
    `${door.name}: ${queue.length} scans by ${SCANNERS} scanners, ${Math.round((queue.length / ms) * 1000)} scans/s`,
  );
}

async function paced({ crowd, event }: Door) {
  const tickets = event.tickets.slice(FLOOD);
  await sleep(1500);
  const firstArrival = crowd.arrivals.length;
  const latencies: number[] = [];
  const under: Promise<void>[] = [];
  const startedAt = performance.now();
  for (const [index, ticket] of tickets.entries()) {
    const due = startedAt + (index * 1000) / PACED_PER_SECOND;
    if (due > performance.now() + 1) await sleep(due - performance.now());
    const sentAt = performance.now();
    under.push(
      crowd.scanners[index % SCANNERS]!.scan(v7(), ticket).then(() => void latencies.push(performance.now() - sentAt)),
    );
  }
  await Promise.all(under);
  const seconds = (performance.now() - startedAt) / 1000;
  await sleep(1000);
  const fanOut = crowd.fanOutMs(firstArrival);
  console.log(
    `${tickets.length} scans at ${Math.round(tickets.length / seconds)}/s: verdict p50 ${percentile(latencies, 50).toFixed(1)} ms, ` +
      `p99 ${percentile(latencies, 99).toFixed(1)} ms; fan-out to ${LISTENERS} p50 ${percentile(fanOut, 50).toFixed(0)} ms, p99 ${percentile(fanOut, 99).toFixed(0)} ms`,
  );
  return { verdictMsP99: percentile(latencies, 99), fanOutMsP99: percentile(fanOut, 99) };
}

/** What was answered against what Postgres has in the end. */
async function audit({ stack, event, crowd }: Door): Promise<void> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  const delivered = async () =>
    (await client.query('select scan_id, result from scans where event_id = $1', [event.id])).rows as {
      scan_id: string;
      result: string;
    }[];
  const until = Date.now() + 60_000;
  let rows = await delivered();
  while (rows.length < crowd.answered.size && Date.now() < until) {
    await sleep(500);
    rows = await delivered();
  }
  const known = new Map(rows.map((row) => [row.scan_id, row.result]));
  tally.lost += [...crowd.answered].filter(([scanId, { result }]) => known.get(scanId) !== result).length;
  const admitted = new Map<string, number>();
  for (const { result, ticketId } of crowd.answered.values())
    if (result === 'admitted') admitted.set(ticketId, (admitted.get(ticketId) ?? 0) + 1);
  tally.doubles += [...admitted.values()].filter((times) => times > 1).length;
  await client.end();
}
