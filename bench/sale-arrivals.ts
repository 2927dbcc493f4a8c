import type { EventForSale } from '../worker/testing/event-on-sale.ts';
import { HttpLane } from './http-lane.ts';
import { ask, wishOf } from './rush-buyers.ts';

/** Reservations in each second of a real on-sale, and how long it then took to grow quiet. */
const PER_SECOND = [7, 18, 52, 72, 131, 134, 108, 120, 125, 100];
const TAPER_SECONDS = 60;
/** A browser opens a connection of its own; so many at once is what one client process can carry. */
const LANES = 1000;

/** When each buyer comes, in milliseconds from the start. */
export function arrivals(factor: number): number[] {
  const last = PER_SECOND.at(-1)!;
  const taper = Array.from({ length: TAPER_SECONDS }, (_, at) => (last * (TAPER_SECONDS - 1 - at)) / TAPER_SECONDS);
  return [...PER_SECOND, ...taper].flatMap((rate, second) => {
    const buyers = Math.round(rate * factor);
    return Array.from({ length: buyers }, (_, at) => 1000 * (second + at / buyers));
  });
}

export interface Replayed {
  bookingIds: string[];
  /** From coming to the answer, also where no connection was free at once. */
  waitedMs: number[];
  refused: number;
  seconds: number;
}

export async function replay(url: string, event: EventForSale, times: readonly number[]): Promise<Replayed> {
  const done: Replayed = { bookingIds: [], waitedMs: [], refused: 0, seconds: 0 };
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      const line = new Line(url);
      for (let person = next++; person < times.length; person = next++) {
        const comesAt = startedAt + times[person]!;
        const early = comesAt - performance.now();
        if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
        await buy(await line.fresh(), event, person, done);
        line.used();
        done.waitedMs.push(performance.now() - comesAt);
      }
      line.close();
    }),
  );
  done.seconds = (performance.now() - startedAt) / 1000;
  return done;
}

/** The server closes what was quiet for five seconds. */
const QUIET_MS = 3000;

class Line {
  private lane: HttpLane | null = null;
  private usedAt = 0;
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async fresh(): Promise<HttpLane> {
    if (this.lane && performance.now() - this.usedAt < QUIET_MS) return this.lane;
    this.close();
    return (this.lane = await HttpLane.open(this.url));
  }

  used(): void {
    this.usedAt = performance.now();
  }

  close(): void {
    this.lane?.close();
    this.lane = null;
  }
}

const GONE = /"code":"(held|sold_out)"/;

async function buy(lane: HttpLane, event: EventForSale, person: number, done: Replayed): Promise<void> {
  const { status, body } = await withOrWithout(lane, event, person);
  const id = /^\{"booking":\{"id":"([^"]+)"/.exec(body)?.[1];
  if (status === 201 && id) done.bookingIds.push(id);
  else if (GONE.test(body)) done.refused += 1;
  else throw new Error(`A buyer was answered ${status}: ${body}`);
}

/** Every third names the coupon, and does without once it is gone. */
async function withOrWithout(lane: HttpLane, event: EventForSale, person: number) {
  const wishful = person % 3 === 0 ? await ask(lane, wishOf(event, person, 'early')) : null;
  return wishful && !wishful.body.includes('"coupon_used_up"') ? wishful : ask(lane, wishOf(event, person, null));
}
