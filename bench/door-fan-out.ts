import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { startStack } from '../dev/stack.ts';
import { createDoorEvent } from '../worker/testing/door-event.ts';
import type { Benchmark } from './benchmark.ts';
import { openCrowd } from './door-crowd.ts';

const LISTENERS = 500;
const SCANNERS = 100;
const PER_SECOND = 1000;
const SECONDS = 5;

/** Measures the time from sending a scan to its appearing in the counts, at each of many listeners. */
export async function fanOutToMany({ participants, undo }: Benchmark, bundleDir: string | undefined) {
  const stack = await startStack({ bundleDir });
  undo.add(() => stack.stop());
  const secret = stack.bindings.EVERATO_SECRET!;
  const event = await createDoorEvent(stack.databaseUrl, secret, {
    tickets: { General: PER_SECOND * SECONDS },
    ticketsPerBooking: 4,
  });
  const size = { scanners: SCANNERS, listeners: LISTENERS };
  const crowd = await openCrowd({ url: stack.url, secret, event, participants, ...size });
  await sleep(2000);
  const startedAt = performance.now();
  const scans = event.tickets.map(async (ticket, index) => {
    await sleep(Math.max(1, (index * 1000) / PER_SECOND - (performance.now() - startedAt)));
    await crowd.scanners[index % SCANNERS]!.scan(v7(), ticket);
  });
  await Promise.all(scans);
  let fanOutMs = crowd.fanOutMs(0);
  for (let second = 0; second < 10 && fanOutMs.includes(Infinity); second++) {
    await sleep(1000);
    fanOutMs = crowd.fanOutMs(0);
  }
  crowd.checkAdmissions();
  crowd.close();
  await stack.stop();
  return { listeners: LISTENERS, perSecond: PER_SECOND, fanOutMs };
}
