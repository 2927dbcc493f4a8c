import type { EventForSale } from '../worker/testing/event-on-sale.ts';
import { HttpLane } from './http-lane.ts';
import { InvalidBenchmark, type Participant, type Participants } from './participants.ts';
import { book, bookingIdOf, requestOf } from './rush-buyers.ts';

/** Reservations in each second of a real on-sale, and the time until it had calmed down. */
const PER_SECOND = [7, 18, 52, 72, 131, 134, 108, 120, 125, 100];
const TAPER_SECONDS = 60;
/** Each browser opens its own connection. This is the number that one client process can handle. */
const LANES = 1000;

/** Returns the arrival time of each buyer, in milliseconds from the start. */
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
  /** From arrival to reply, including any wait for a free connection. */
  waitedMs: number[];
  refused: number;
  seconds: number;
}

interface Sale {
  event: EventForSale;
  times: readonly number[];
  participants: Participants;
}

/** Lets each buyer book at its time. */
export async function replay(url: string, { event, times, participants }: Sale): Promise<Replayed> {
  const done: Replayed = { bookingIds: [], waitedMs: [], refused: 0, seconds: 0 };
  const startedAt = performance.now();
  let next = 0;
  const serveBuyers = async () => {
    const line = new Line(url, participants.join('connection'));
    for (let person = next++; person < times.length; person = next++) {
      const comesAt = startedAt + times[person]!;
      const early = comesAt - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      const bookingId = await buy(await line.fresh(), event, person);
      if (bookingId) done.bookingIds.push(bookingId);
      else done.refused += 1;
      line.used();
      done.waitedMs.push(performance.now() - comesAt);
    }
    line.close();
  };
  await Promise.all(Array.from({ length: Math.min(LANES, times.length) }, serveBuyers));
  done.seconds = (performance.now() - startedAt) / 1000;
  return done;
}

/** The server closes connections that were idle for five seconds. */
const IDLE_MS = 3000;

/** A connection that is opened again after it was idle. */
class Line {
  private lane: HttpLane | null = null;
  private usedAt = 0;
  private readonly url: string;
  private readonly participant: Participant;

  constructor(url: string, participant: Participant) {
    this.url = url;
    this.participant = participant;
  }

  async fresh(): Promise<HttpLane> {
    if (this.lane && performance.now() - this.usedAt < IDLE_MS) return this.lane;
    this.close();
    return (this.lane = await HttpLane.open(this.url, this.participant));
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

/** Returns null once nothing is left. Every third buyer names the coupon, and books without it once it is used up. */
async function buy(lane: HttpLane, event: EventForSale, person: number): Promise<string | null> {
  let reply = await book(lane, requestOf(event, person, person % 3 === 0 ? 'early' : null));
  if (reply.body.includes('"coupon_used_up"')) reply = await book(lane, requestOf(event, person, null));
  const id = bookingIdOf(reply);
  if (!id && !GONE.test(reply.body)) throw new InvalidBenchmark(`a buyer got ${reply.status}: ${reply.body}`);
  return id;
}
