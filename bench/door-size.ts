import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { type Stack, startStack } from '../dev/stack.ts';
import { createDoorEvent, type DoorTestTicket } from '../worker/testing/door-event.ts';
import type { DoorSocket } from '../worker/testing/door-socket.ts';
import type { Benchmark } from './benchmark.ts';
import { type Crowd, openCrowd } from './door-crowd.ts';
import { openScanner } from './door-sockets.ts';
import { InvalidBenchmark, type Participants } from './participants.ts';
import { median } from './percentile.ts';

const SMALL = 1_000;
const LARGE = 100_000;
const SCANNERS = 20;
const ROUNDS = 9;
const SCANS_PER_ROUND = 100;
const LONGEST_SIGNING_MS = 600_000;

export interface SizeCost {
  tickets: number;
  msPerScan: number;
}

interface SizedDoor {
  crowd: Crowd;
  /** Spread over the whole event, so that each is in another part of the room's tables. */
  tickets: DoorTestTicket[];
  msPerScan: number[];
}

/** Scans two events in one Worker in turns. Returns the median cost of a scan at each while twenty scanners are busy. */
export async function costBySize(
  { participants, undo }: Benchmark,
  bundleDir: string | undefined,
): Promise<{ small: SizeCost; large: SizeCost }> {
  const stack = await startStack({ bundleDir });
  undo.add(() => stack.stop());
  const small = await openSized(stack, SMALL, participants);
  const large = await openSized(stack, LARGE, participants);
  const doors = [small, large];
  for (let round = 0; round < ROUNDS; round++) for (const door of doors) await scanRound(door, round);
  for (const { crowd } of doors) {
    crowd.checkAdmissions();
    crowd.close();
  }
  await stack.stop();
  // The first round warms up.
  const cost = ({ msPerScan }: SizedDoor) => median(msPerScan.slice(1));
  return { small: { tickets: SMALL, msPerScan: cost(small) }, large: { tickets: LARGE, msPerScan: cost(large) } };
}

async function openSized(stack: Stack, count: number, participants: Participants): Promise<SizedDoor> {
  const { databaseUrl, url } = stack;
  const secret = stack.bindings.EVERATO_SECRET!;
  const event = await createDoorEvent(databaseUrl, secret, { tickets: { General: count }, ticketsPerBooking: 4 });
  const probe = await openScanner({ url, secret, eventId: event.id }, participants);
  await untilSigned(probe, event.tickets.at(-1)!);
  const crowd = await openCrowd({ url, secret, event, participants, scanners: SCANNERS, listeners: 0 });
  const wanted = ROUNDS * SCANS_PER_ROUND;
  const tickets = Array.from({ length: wanted }, (_, index) => event.tickets[Math.floor((index * count) / wanted)]!);
  return { crowd, tickets, msPerScan: [] };
}

/** Waits until the last ticket is known, and signing ahead no longer slows scans down. */
async function untilSigned(probe: DoorSocket, last: DoorTestTicket): Promise<void> {
  const until = performance.now() + LONGEST_SIGNING_MS;
  for (let quick = 0; quick < 5;) {
    if (performance.now() > until) throw new InvalidBenchmark('the room does not come to rest');
    const sentAt = performance.now();
    const answer = await probe.scan({ code: last.code });
    quick = 'result' in answer && performance.now() - sentAt < 25 ? quick + 1 : 0;
    await sleep(500);
  }
  probe.close();
}

async function scanRound({ crowd, tickets, msPerScan }: SizedDoor, round: number): Promise<void> {
  const queue = tickets.slice(round * SCANS_PER_ROUND, (round + 1) * SCANS_PER_ROUND);
  const startedAt = performance.now();
  const lanes = crowd.scanners.map(async (scanner) => {
    for (let ticket; (ticket = queue.shift());) await scanner.scan(v7(), ticket);
  });
  await Promise.all(lanes);
  msPerScan.push((performance.now() - startedAt) / SCANS_PER_ROUND);
}
