import { expect, test } from 'vitest';
import type { WaitingEntry } from '../booking/waiting.ts';
import { confirmedBooking, deskWith, hours, now, typeOnSale } from '../../testing/desk.ts';
import type { Desk, TypeOnSale } from './desk.ts';
import { joinWaiting, queueFirst, serveWaiting } from './wait.ts';

/** A desk whose places are all sold. */
function soldOut(size: number | null, event: Partial<Desk['event']> = {}, type: Partial<TypeOnSale> = {}): Desk {
  const desk = deskWith(event, [typeOnSale('standing', type)]);
  desk.stock.set('house', { id: 'house', size, held: 0, sold: size ?? 0 });
  return desk;
}
const join = (desk: Desk, quantity: number) =>
  joinWaiting(desk, {
    ticketTypeId: 'standing',
    quantity,
    name: 'Ada',
    email: 'ada@example.com',
    userId: null,
    locale: null,
  });
const atMost = (limit: number) => ({ ok: false, code: 'too_many_to_wait_for', details: { limit } });

test('no one waits for more than could ever be offered to them', () => {
  const refused: [Desk, number, unknown][] = [
    [soldOut(3), 4, atMost(3)],
    [soldOut(6, {}, { places: 4 }), 2, atMost(1)],
    [soldOut(20, { perPersonLimit: 5 }), 6, atMost(5)],
    [soldOut(20, { perPersonLimit: 5 }, { places: 2 }), 3, atMost(2)],
    [soldOut(20, {}, { maxPerBooking: 2 }), 3, atMost(2)],
    [soldOut(3, {}, { places: 4 }), 1, { ok: false, code: 'waiting_list_closed' }],
  ];
  for (const [desk, quantity, refusal] of refused) {
    expect(join(desk, quantity)).toEqual(refusal);
    expect(desk.changes.newWaiting).toEqual([]);
  }
  expect(join(soldOut(3), 3)).toMatchObject({ ok: true, entry: { quantity: 3 } });
});

test('tickets that a person already holds count against their limit', () => {
  const desk = soldOut(20, { perPersonLimit: 5 });
  desk.live.byEmail.set('ada@example.com', new Map([['booking', { tickets: 4, couponId: null }]]));
  expect(join(desk, 2)).toEqual({ ok: false, code: 'person_limit_reached', details: { limit: 5, booked: 4 } });
  expect(join(desk, 1)).toMatchObject({ ok: true });
});

test('no one joins the waiting list while tickets are left, or are only held and may become free', () => {
  const withCounts = (held: number, sold: number, offered = 0) => {
    const desk = soldOut(3);
    desk.stock.set('house', { id: 'house', size: 3, held, sold, offered });
    return desk;
  };
  for (const [held, sold] of [
    [0, 0],
    [0, 2],
    [1, 2],
    [3, 0],
  ] as const) {
    const desk = withCounts(held, sold);
    expect(join(desk, 1)).toEqual({ ok: false, code: 'not_sold_out' });
    expect(desk.changes.newWaiting).toEqual([]);
  }
  expect(join(withCounts(0, 3), 1)).toMatchObject({ ok: true });
  // Of two tickets, one is left: both are not.
  expect(join(withCounts(0, 2), 2)).toMatchObject({ ok: true });
  // Places held for the waiting list return to it, not to the public.
  expect(join(withCounts(1, 2, 1), 1)).toMatchObject({ ok: true });
});

const waitingSince = (name: string, since: Date, fields: Partial<WaitingEntry> = {}): WaitingEntry => ({
  id: name,
  ticketTypeId: 'standing',
  quantity: 1,
  name,
  email: `${name}@example.com`,
  emailNormalized: `${name}@example.com`,
  userId: null,
  locale: 'en',
  status: 'waiting',
  first: false,
  linkVersion: 1,
  offeredAt: null,
  createdAt: since,
  ...fields,
});
function waitingFor(desk: Desk, entries: WaitingEntry[]): Desk {
  desk.waiting = entries;
  for (const entry of entries) desk.waitingEntries.set(entry.id, entry);
  return desk;
}
/** A booking that was paid when its ticket was gone: it has none of what is sold. */
function paysLate(desk: Desk, name: string): void {
  const fields = { id: name, buyerName: name, buyerEmail: `${name}@example.com`, status: 'expired' as const };
  const booking = confirmedBooking(desk, { ...fields, tickets: [] });
  desk.stock.get('house')!.sold -= 1;
  queueFirst(desk, booking);
}
const offersOf = (desk: Desk) => desk.changes.placed.map(({ booking }) => booking.buyerName);
const free = (desk: Desk, places: number) => {
  desk.stock.get('house')!.sold -= places;
  desk.placesFreed = true;
};

test('a buyer whose payment came after the last ticket was gone goes ahead of everyone on the list, however long they waited', () => {
  const desk = waitingFor(soldOut(20), [waitingSince('monday', hours(-48)), waitingSince('tuesday', hours(-24))]);
  paysLate(desk, 'late');
  expect(desk.waiting.map(({ name, first }) => [name, first])).toEqual([
    ['late', true],
    ['monday', false],
    ['tuesday', false],
  ]);
  free(desk, 2);
  serveWaiting(desk);
  expect(offersOf(desk)).toEqual(['late', 'monday']);
});

test('the history of an offer’s booking begins with the offer', () => {
  const desk = waitingFor(soldOut(20), [waitingSince('monday', hours(-48))]);
  free(desk, 1);
  serveWaiting(desk);
  const { booking } = desk.changes.placed[0]!;
  expect(desk.changes.audit).toEqual([
    expect.objectContaining({
      action: 'waiting.offer',
      bookingId: booking.id,
      actor: 'everato',
      after: expect.objectContaining({ tickets: 1 }),
    }),
  ]);
});

test('of two late payments the earlier is served first, and before ordinary entries', () => {
  const earlier = waitingSince('earlier', hours(-1), { first: true });
  const desk = waitingFor(soldOut(20), [earlier, waitingSince('monday', hours(-48))]);
  paysLate(desk, 'later');
  free(desk, 3);
  serveWaiting(desk);
  expect(offersOf(desk)).toEqual(['earlier', 'later', 'monday']);
});

test('a late payer who is on the list already moves to the front and keeps one entry', () => {
  const known = waitingSince('late', hours(-1));
  const desk = waitingFor(soldOut(20), [waitingSince('monday', hours(-48)), known]);
  paysLate(desk, 'late');
  expect(desk.waiting.map(({ name, first }) => [name, first])).toEqual([
    ['late', true],
    ['monday', false],
  ]);
  expect([desk.changes.newWaiting, [...desk.changes.touchedWaiting.values()]]).toEqual([[], [known]]);
  free(desk, 1);
  serveWaiting(desk);
  expect(offersOf(desk)).toEqual(['late']);
});

test('free tickets are offered once, in order, to the next entry that they are enough for, until the hold ends', () => {
  const desk = waitingFor(soldOut(20), [
    waitingSince('three', hours(-3), { quantity: 3 }),
    waitingSince('two', hours(-2), { quantity: 2 }),
    waitingSince('one', hours(-1)),
  ]);
  free(desk, 2);
  serveWaiting(desk);
  serveWaiting(desk);
  expect(offersOf(desk)).toEqual(['two']);
  expect(desk.waiting.map(({ name }) => name)).toEqual(['three', 'one']);
  expect(desk.stock.get('house')).toMatchObject({ held: 2, sold: 18 });
  const until = desk.changes.placed[0]!.booking.holdExpiresAt!;
  expect(until > now).toBe(true);
  expect(desk.changes.outbox).toEqual([
    {
      id: expect.any(String),
      lane: 'mail',
      kind: 'waiting_offer',
      recipient: 'two@example.com',
      locale: 'en',
      bookingId: desk.changes.placed[0]!.booking.id,
      payload: { until: until.toISOString() },
    },
  ]);
});

test('no ticket is offered while bookings are closed, beyond a person’s limit, or of a type whose sales have ended', () => {
  const one = () => [waitingSince('monday', hours(-48))];
  const limited = waitingFor(soldOut(20, { perPersonLimit: 5 }), one());
  limited.live.byEmail.set('monday@example.com', new Map([['booking', { tickets: 5, couponId: null }]]));
  for (const desk of [
    waitingFor(soldOut(20, { bookingClosesAt: now }), one()),
    waitingFor(soldOut(20, {}, { saleEndsAt: now }), one()),
    waitingFor(soldOut(20, {}, { archivedAt: now }), one()),
    limited,
  ]) {
    free(desk, 5);
    serveWaiting(desk);
    expect([offersOf(desk), desk.waiting.map(({ name }) => name)]).toEqual([[], ['monday']]);
  }
});
