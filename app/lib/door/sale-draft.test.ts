import { expect, test } from 'vitest';
import type { DoorOffer } from '#contract/door/sale.ts';
import { newSale, saleOf, ticketsOf, totalOf } from './sale-draft.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const type = (id: string, listed: number, more: object = {}) => ({
  id,
  name: id,
  payWhatYouWant: false,
  places: 1,
  left: null,
  doorNote: '',
  price: eur(listed + 100),
  listPrice: eur(listed),
  ...more,
});
const offer: DoorOffer = {
  currency: 'EUR',
  fees: { feeFixedMinor: 100, feeBasisPoints: 0, feePaidBy: 'buyer', currency: 'EUR' },
  ticketTypes: [type('seat', 2400), type('family', 6000, { places: 4 }), type('gift', 500, { payWhatYouWant: true })],
};
function draft(quantities: Record<string, number>, more: object = {}) {
  const sale = { ...newSale(offer), ...more };
  for (const [id, quantity] of Object.entries(quantities)) sale.lines[id]!.quantity = quantity;
  return sale;
}

test('the buyer is asked for the amount that the box office will charge, fees included', () => {
  const sale = draft({ seat: 2, family: 1, gift: 1 });
  sale.lines.gift!.price = '12,50';
  expect(totalOf(sale, offer)).toEqual(eur(2 * 2500 + 6100 + 1350));
  expect(ticketsOf(sale, offer)).toBe(7);
  expect(saleOf(sale, offer, 'north')).toEqual({
    items: [
      { ticketTypeId: 'seat', quantity: 2 },
      { ticketTypeId: 'family', quantity: 1 },
      { ticketTypeId: 'gift', quantity: 1, unitPriceMinor: 1250 },
    ],
    method: 'cash',
    admit: true,
    total: 12_450,
    gateId: 'north',
  });
});

test('an invalid price, or one below the minimum, has no total; guests pay nothing', () => {
  const sale = draft({ gift: 1 });
  sale.lines.gift!.price = '4';
  expect(totalOf(sale, offer)).toBeNull();
  sale.lines.gift!.price = 'ten';
  expect(totalOf(sale, offer)).toBeNull();
  expect(saleOf({ ...sale, method: 'complimentary', name: ' Ada ' }, offer, null)).toEqual({
    items: [{ ticketTypeId: 'gift', quantity: 1 }],
    method: 'complimentary',
    admit: true,
    total: 0,
    buyer: { name: 'Ada' },
  });
});
