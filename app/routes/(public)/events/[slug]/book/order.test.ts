import { expect, test } from 'vitest';
import type { EventPublic } from '#contract/event/public-event.ts';
import { readOrder } from './order.ts';

const type = (id: string, places = 1) => ({
  id,
  name: id.toUpperCase(),
  places,
  price: { amount: 500 },
  feeIncluded: { amount: 20 },
});
const event = { ticketTypes: [type('a'), type('b', 2)] } as unknown as EventPublic;

test('the address says what is booked, and its invalid parts are ignored', () => {
  const order = readOrder('b:1,a:2,gone:3,a2:1', event);
  expect(order.map((line) => [line.ticketTypeId, line.quantity])).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  for (const nonsense of ['a:0', 'a:-1', 'a:1.5', 'a:1e9', 'a:', ':1', '', null])
    expect(readOrder(nonsense, event)).toEqual([]);
});

test('a price is read only for a type that leaves it to the buyer', () => {
  const yours = { ticketTypes: [type('a'), { ...type('b'), payWhatYouWant: true }] } as unknown as EventPublic;
  const prices = (tickets: string) => readOrder(tickets, yours).map((line) => line.unitPriceMinor);
  expect(prices('a:1:700,b:1:700')).toEqual([null, 700]);
  expect(prices('a:1,b:1')).toEqual([null, null]);
  expect(prices('a:1,b:1:-5')).toEqual([null, null]);
});
