import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { v7 } from 'uuid';
import { type Stack, startStack } from '../dev/stack.ts';
import { type DoorEvent, type DoorTestTicket, createDoorEvent } from '../worker/testing/door-event.ts';
import { type Benchmark, type Result, count, figure } from './benchmark.ts';
import { type Crowd, openCrowd } from './door-crowd.ts';
import { fanOutToMany } from './door-fan-out.ts';
import { costBySize } from './door-size.ts';
import { percentile } from './percentile.ts';

/*
 * Scans over real WebSockets: 100 scanners and 100 listeners on one event, the built Worker in plain workerd, PostgreSQL
 * with fsync on, all of it and this client on the same cores. First a flood, then 1,000 scans a second. The same flood
 * with turns of one shows what a transaction per scan would give. Then the cost of a scan at a hundred times as many
 * tickets, and the delay at five times as many listeners.
 */
const SCANNERS = 100;
const LISTENERS = 100;
const ROUNDS = 4;
const FLOOD = 20_000;
const FLOOD_OF_ONE = 4_000;
const PACED_PER_SECOND = 1000;
const PACED_SECONDS = 10;
/** Scans that each scanner sends before it waits: a queue being delivered. */
const UNDER_WAY = 8;

const bundleDir = process.env.EVERATO_TEST_BUNDLE;

export async function measure(benchmark: Benchmark): Promise<Result> {
  const tickets = FLOOD + PACED_PER_SECOND * PACED_SECONDS;
  const grouped = await openDoor(benchmark, { name: 'turns', tickets, flood: FLOOD });
  const single = await openDoor(benchmark, { name: 'turns of one', tickets: FLOOD_OF_ONE, flood: FLOOD_OF_ONE });
  const doors = [grouped, single];
  // In turns, so that other load on the machine slows down both.
  for (let round = 0; round < ROUNDS; round++) for (const door of doors) await flood(door, round);
  const { verdictMsP99, fanOutMsP99 } = await paced(grouped);
  const tally = { doubles: 0, lost: 0 };
  for (const door of doors) {
    const { doubles, lost } = await audit(door);
    tally.doubles += doubles;
    tally.lost += lost;
    door.crowd.close();
    await door.stack.stop();
  }
  const { small, large } = await costBySize(benchmark, bundleDir);
  console.log(
    `cost of a scan: ${figure('cost of a scan', small.msPerScan, 2)} ms at ${small.tickets} tickets, ` +
      `${figure('cost of a scan', large.msPerScan, 2)} ms at ${large.tickets}: ` +
      `${figure('cost by size', large.msPerScan / small.msPerScan, 2)} times`,
  );
  const many = await fanOutToMany(benchmark, bundleDir);
  console.log(
    `fan-out to ${many.listeners} at ${many.perSecond} scans/s: ` +
      `p50 ${figure('fan-out p50', percentile(many.fanOutMs, 50))} ms, p99 ${figure('fan-out p99', percentile(many.fanOutMs, 99))} ms`,
  );
  const ratio = perSecond(grouped) / perSecond(single);
  return {
    line:
      `ratio ${figure('ratio', ratio, 1)} (scans/s ${figure('scans/s', perSecond(grouped))} / turns of one ${figure('scans/s', perSecond(single))}), ` +
      `p99 verdict ${figure('verdict p99', verdictMsP99)} ms, p99 fan-out ${figure('fan-out p99', fanOutMsP99)} ms, ` +
      `doubles ${count('doubles', tally.doubles)}, lost ${count('lost', tally.lost)}`,
    faults: tally.doubles + tally.lost,
  };
}

interface Door {
  stack: Stack;
  event: DoorEvent;
  crowd: Crowd;
  /** The tickets of the floods. */
  tickets: DoorTestTicket[];
  name: string;
  scans: number;
  ms: number;
}

const perSecond = (door: Door) => (door.scans / door.ms) * 1000;

async function openDoor(
  { participants, undo }: Benchmark,
  { name, tickets, flood }: { name: 'turns' | 'turns of one'; tickets: number; flood: number },
): Promise<Door> {
  const stack = await startStack({ bundleDir, bindings: name === 'turns of one' ? { TURN_LIMIT: '1' } : {} });
  undo.add(() => stack.stop());
  const secret = stack.bindings.EVERATO_SECRET!;
  const event = await createDoorEvent(stack.databaseUrl, secret, {
    tickets: { General: tickets },
    ticketsPerBooking: 4,
  });
  const size = { scanners: SCANNERS, listeners: LISTENERS };
  const crowd = await openCrowd({ url: stack.url, secret, event, participants, ...size });
  return { stack, event, crowd, tickets: event.tickets.slice(0, flood), name, scans: 0, ms: 0 };
}

/** Every scanner scans as fast as it gets verdicts. One ticket in ten is scanned by two scanners. */
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
    `${door.name}: ${queue.length} scans by ${SCANNERS} scanners, ${figure('scans/s', (queue.length / ms) * 1000)} scans/s`,
  );
}

async function paced({ crowd, event }: Door) {
  const tickets = event.tickets.slice(FLOOD);
  await sleep(1500);
  const firstArrival = crowd.arrivals.length;
  const latencies: number[] = [];
  const underWay: Promise<void>[] = [];
  const startedAt = performance.now();
  for (const [index, ticket] of tickets.entries()) {
    const due = startedAt + (index * 1000) / PACED_PER_SECOND;
    if (due > performance.now() + 1) await sleep(due - performance.now());
    const sentAt = performance.now();
    underWay.push(
      crowd.scanners[index % SCANNERS]!.scan(v7(), ticket).then(() => void latencies.push(performance.now() - sentAt)),
    );
  }
  await Promise.all(underWay);
  const seconds = (performance.now() - startedAt) / 1000;
  await sleep(1000);
  const fanOut = crowd.fanOutMs(firstArrival);
  const verdictMs = (percent: number) => figure(`verdict p${percent}`, percentile(latencies, percent), 1);
  const fanOutMs = (percent: number) => figure(`fan-out p${percent}`, percentile(fanOut, percent));
  console.log(
    `${tickets.length} scans at ${figure('scans/s', tickets.length / seconds)}/s: verdict p50 ${verdictMs(50)} ms, ` +
      `p99 ${verdictMs(99)} ms; fan-out to ${LISTENERS} p50 ${fanOutMs(50)} ms, p99 ${fanOutMs(99)} ms`,
  );
  return { verdictMsP99: percentile(latencies, 99), fanOutMsP99: percentile(fanOut, 99) };
}

/** Compares the verdicts with what Postgres has in the end. */
async function audit({ stack, event, crowd }: Door): Promise<{ doubles: number; lost: number }> {
  crowd.checkAdmissions();
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
  await client.end();
  const known = new Map(rows.map((row) => [row.scan_id, row.result]));
  const lost = [...crowd.answered].filter(([scanId, { result }]) => known.get(scanId) !== result).length;
  const admitted = new Map<string, number>();
  for (const { result, ticketId } of crowd.answered.values())
    if (result === 'admitted') admitted.set(ticketId, (admitted.get(ticketId) ?? 0) + 1);
  const doubles = [...admitted.values()].filter((times) => times > 1).length;
  return { doubles, lost };
}
