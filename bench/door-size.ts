import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { type Stack, startStack } from '../dev/stack.ts';
import { createDoorEvent, type DoorTestTicket } from '../worker/testing/door-event.ts';
import { type DoorSocket, openDoorSocket } from '../worker/testing/door-socket.ts';
import { type Crowd, openCrowd } from './door-crowd.ts';
import { median } from './percentile.ts';

const SMALL = 1_000;
const LARGE = 100_000;
const SCANNERS = 20;
const ROUNDS = 9;
const SCANS_PER_ROUND = 100;

export interface SizeCost {
  tickets: number;
  msPerScan: number;
}

interface SizedDoor {
  crowd: Crowd;
  /** Spread over the whole event, so that each is somewhere else in the room's tables. */
  tickets: DoorTestTicket[];
  msPerScan: number[];
}

/** Two events in one Worker, scanned by turns: the median of what a scan of each costs while twenty scanners are busy. */
export async function costBySize(bundleDir: string | undefined): Promise<{ small: SizeCost; large: SizeCost }> {
  const stack = await startStack({ bundleDir });
  try {
    const [small, large] = [await openSized(stack, SMALL), await openSized(stack, LARGE)];
    for (let round = 0; round < ROUNDS; round++) for (const door of [small, large]) await scanRound(door, round);
    [small, large].forEach(({ crowd }) => crowd.close());
    // The first round warms up.
    const cost = ({ msPerScan }: SizedDoor) => median(msPerScan.slice(1));
    return { small: { tickets: SMALL, msPerScan: cost(small) }, large: { tickets: LARGE, msPerScan: cost(large) } };
  } finally {
    await stack.stop();
  }
}

async function openSized({ databaseUrl, bindings, url }: Stack, count: number): Promise<SizedDoor> {
  const secret = bindings.EVERATO_SECRET!;
  const event = await createDoorEvent(databaseUrl, secret, { tickets: { General: count }, ticketsPerBooking: 4 });
  await complete(await openOnceReady(url, secret, event.id), event.tickets.at(-1)!);
  const crowd = await openCrowd(url, secret, event, { scanners: SCANNERS, listeners: 0 });
  const wanted = ROUNDS * SCANS_PER_ROUND;
  const tickets = Array.from({ length: wanted }, (_, index) => event.tickets[Math.floor((index * count) / wanted)]!);
  return { crowd, tickets, msPerScan: [] };
}

/** A room's first look at so many tickets takes a while, in which it asks scanners to come again. */
async function openOnceReady(url: string, secret: string, eventId: string): Promise<DoorSocket> {
  for (;;) {
    const probe = await openDoorSocket(url, secret, eventId);
    const first = await Promise.race([probe.next('snapshot'), probe.next('refused'), probe.closed]);
    if (typeof first === 'object' && first.type === 'snapshot') return probe;
    probe.close();
    await sleep(500);
  }
}

/** Until the last ticket is known, and codes are signed ahead as far as that is still felt. */
async function complete(probe: DoorSocket, last: DoorTestTicket): Promise<void> {
  for (let quick = 0; quick < 5;) {
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
