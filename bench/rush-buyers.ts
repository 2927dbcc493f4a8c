import { randomUUID } from 'node:crypto';
import type { EventForSale } from '../worker/testing/event-on-sale.ts';
import { HttpLane } from './http-lane.ts';

export interface Round {
  bookingIds: string[];
  latenciesMs: number[];
  seconds: number;
  isCouponGone: boolean;
}

let people = 0;

/** The buyer's wish: every third names the coupon, each type is wanted as often as the others. */
export function wishOf({ eventId, typeIds, questionIds }: EventForSale, person: number, couponCode: string | null) {
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

/** So many buyers at once, each a new person with a key of their own as soon as the one before has their answer. */
export async function rush(url: string, event: EventForSale, buyers: number, ms: number): Promise<Round> {
  const lanes = await Promise.all(Array.from({ length: buyers }, () => HttpLane.open(url)));
  const round: Round = { bookingIds: [], latenciesMs: [], seconds: 0, isCouponGone: false };
  const startedAt = performance.now();
  const until = startedAt + ms;
  await Promise.all(
    lanes.map(async (lane) => {
      while (performance.now() < until) await buy(lane, event, round);
    }),
  );
  round.seconds = (performance.now() - startedAt) / 1000;
  for (const lane of lanes) lane.close();
  return round;
}

/** A code that is used up is told at once; the buyer then does without. */
async function buy(lane: HttpLane, event: EventForSale, round: Round): Promise<void> {
  const person = ++people;
  const sentAt = performance.now();
  let answer = await ask(lane, wishOf(event, person, person % 3 === 0 && !round.isCouponGone ? 'early' : null));
  if (answer.body.includes('"coupon_used_up"')) {
    round.isCouponGone = true;
    answer = await ask(lane, wishOf(event, person, null));
  }
  round.latenciesMs.push(performance.now() - sentAt);
  const id = /^\{"booking":\{"id":"([^"]+)"/.exec(answer.body)?.[1];
  if (answer.status !== 201 || !id) throw new Error(`A buyer was answered ${answer.status}: ${answer.body}`);
  round.bookingIds.push(id);
}

export const ask = (lane: HttpLane, wish: ReturnType<typeof wishOf>) =>
  lane.post('/api/v1/bookings/create', JSON.stringify(wish), `Idempotency-Key: ${randomUUID()}\r\n`);
