import { expect, test } from 'vitest';
import { deskWith, typeOnSale } from '../../testing/desk.ts';
import type { Desk, TypeOnSale } from './desk.ts';
import { joinWaiting } from './wait.ts';

/** A house of so many places, all sold. */
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

test('nobody waits for more than could ever be offered to them', () => {
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

test('what somebody holds already counts against their limit', () => {
  const desk = soldOut(20, { perPersonLimit: 5 });
  desk.live.byEmail.set('ada@example.com', new Map([['booking', { tickets: 4, couponId: null }]]));
  expect(join(desk, 2)).toEqual({ ok: false, code: 'person_limit_reached', details: { limit: 5, booked: 4 } });
  expect(join(desk, 1)).toMatchObject({ ok: true });
});
