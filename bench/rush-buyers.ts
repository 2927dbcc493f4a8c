import { randomUUID } from 'node:crypto';
import type { EventForSale } from '../worker/testing/event-on-sale.ts';
import { type HttpLane, type Reply, openLanes } from './http-lane.ts';
import { InvalidBenchmark, type Participants } from './participants.ts';

export interface Round {
  bookingIds: string[];
  latenciesMs: number[];
  seconds: number;
  isCouponGone: boolean;
}

let people = 0;

/** Returns a buyer's request. The types are requested equally often. */
export function requestOf({ eventId, typeIds, questionIds }: EventForSale, person: number, couponCode: string | null) {
  const type = person % typeIds.length;
  const shirts = type === 2 ? [0, 1].map((place) => ({ questionId: questionIds[1], place, value: 'M' })) : [];
  return {
    eventId,
    items: [{ ticketTypeId: typeIds[type], quantity: 2 }],
    buyer: { name: 'Ada Lovelace', email: `ada.lovelace.${person}@example.com` },
    answers: [{ questionId: questionIds[0], place: null, value: 'From a friend' }, ...shirts],
    locale: 'en',
    ...(couponCode !== null && { couponCode }),
  };
}

interface RushOptions {
  buyers: number;
  ms: number;
  participants: Participants;
}

/** Sells for a while over many connections. Each sends the next new buyer as soon as the one before has a booking. */
export async function rush(url: string, event: EventForSale, options: RushOptions): Promise<Round> {
  const lanes = await openLanes(url, options.buyers, options.participants);
  const round: Round = { bookingIds: [], latenciesMs: [], seconds: 0, isCouponGone: false };
  const startedAt = performance.now();
  const until = startedAt + options.ms;
  await Promise.all(
    lanes.map(async (lane) => {
      do await buy(lane, event, round);
      while (performance.now() < until);
    }),
  );
  round.seconds = (performance.now() - startedAt) / 1000;
  for (const lane of lanes) lane.close();
  return round;
}

/** Every third buyer names the coupon, and books without it once it is used up. */
async function buy(lane: HttpLane, event: EventForSale, round: Round): Promise<void> {
  const person = ++people;
  const sentAt = performance.now();
  let reply = await book(lane, requestOf(event, person, person % 3 === 0 && !round.isCouponGone ? 'early' : null));
  if (reply.body.includes('"coupon_used_up"')) {
    round.isCouponGone = true;
    reply = await book(lane, requestOf(event, person, null));
  }
  round.latenciesMs.push(performance.now() - sentAt);
  const id = bookingIdOf(reply);
  if (!id) throw new InvalidBenchmark(`a buyer got ${reply.status}: ${reply.body}`);
  round.bookingIds.push(id);
}

export const book = (lane: HttpLane, request: ReturnType<typeof requestOf>) =>
  lane.post('/api/v1/bookings/create', JSON.stringify(request), `Idempotency-Key: ${randomUUID()}\r\n`);

/** Returns null if the reply is no new booking. */
export const bookingIdOf = ({ status, body }: Reply) =>
  (status === 201 && /^\{"booking":\{"id":"([^"]+)"/.exec(body)?.[1]) || null;
