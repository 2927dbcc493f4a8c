import { randomUUID } from 'node:crypto';
import type { EventForSale } from '../worker/testing/event-on-sale.ts';
import { HttpLane } from './http-lane.ts';

export interface Round {
  bookingIds: string[];
  latenciesMs: number[];
  seconds: number;
}

let people = 0;

/** So many buyers at once, each a new person with a key of their own as soon as the one before has their answer. */
export async function rush(url: string, event: EventForSale, buyers: number, ms: number): Promise<Round> {
  const lanes = await Promise.all(Array.from({ length: buyers }, () => HttpLane.open(url)));
  const round: Round = { bookingIds: [], latenciesMs: [], seconds: 0 };
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

async function buy(lane: HttpLane, { eventId, typeIds }: EventForSale, round: Round): Promise<void> {
  const wish = {
    eventId,
    items: [{ ticketTypeId: typeIds[0], quantity: 2 }],
    buyer: { name: 'Ada Lovelace', email: `ada.lovelace.${++people}@example.com` },
    locale: 'en',
  };
  const sentAt = performance.now();
  const { status, body } = await lane.post(
    '/api/v1/bookings/create',
    JSON.stringify(wish),
    `Idempotency-Key: ${randomUUID()}\r\n`,
  );
  round.latenciesMs.push(performance.now() - sentAt);
  const id = /^\{"booking":\{"id":"([^"]+)"/.exec(body)?.[1];
  if (status !== 201 || !id) throw new Error(`A buyer was answered ${status}: ${body}`);
  round.bookingIds.push(id);
}
