import { expect, test } from 'vitest';
import type { EventStaff } from '#contract/event/event.ts';
import { askedOf, lackingOf, newBooking, newBookingInputOf, quoteRequestOf } from './new-booking.ts';

const event = {
  currency: 'EUR',
  feeFixedMinor: 50,
  feeBasisPoints: 300,
  feePaidBy: 'buyer',
  attendeeNames: 'each',
  ticketTypes: [
    { id: 'single', name: 'Single', places: 1, payWhatYouWant: true, requiresTypeId: 'table' },
    { id: 'table', name: 'Table', places: 4, payWhatYouWant: false, requiresTypeId: null },
  ],
  questions: [
    { id: 'heard', per: 'booking', kind: 'text', required: true, ticketTypeIds: [] },
    { id: 'dish', per: 'ticket', kind: 'text', required: true, ticketTypeIds: ['table'] },
  ],
} as unknown as EventStaff;
const line = (ticketTypeId: string, quantity: number, price = '') => ({ ticketTypeId, quantity, price });

test('only chosen types are booked, a bundle counts its tickets, and blank names become the buyer’s', () => {
  const draft = {
    ...newBooking(event),
    name: 'Ann',
    email: 'ann@example.com',
    method: 'cash' as const,
    lines: [line('single', 1, '7,50'), line('table', 1)],
    attendees: ['Bo', '', ' Cy ', '', ''],
  };
  expect(askedOf(draft, event).places.map(({ typeName }) => typeName)).toEqual(['Single', ...Array(4).fill('Table')]);
  expect(newBookingInputOf(draft, event)).toEqual({
    ok: true,
    input: {
      items: [
        { ticketTypeId: 'single', quantity: 1, unitPriceMinor: 680 },
        { ticketTypeId: 'table', quantity: 1 },
      ],
      buyer: { name: 'Ann', email: 'ann@example.com' },
      method: 'cash',
      attendees: [{ name: 'Bo' }, { name: 'Ann' }, { name: 'Cy' }, { name: 'Ann' }, { name: 'Ann' }],
    },
  });
});

test('everything that is missing is named together', () => {
  const draft = { ...newBooking(event), email: 'ann', method: 'cash' as const };
  expect(newBookingInputOf(draft, event)).toEqual({
    ok: false,
    faults: { lines: 'lines', name: 'required', email: 'email' },
  });
  const priced = { ...draft, name: 'Ann', email: 'a@b.example', lines: [line('single', 1, 'much')] };
  expect(newBookingInputOf(priced, event)).toEqual({ ok: false, faults: { 'lines.single.price': 'amount' } });
});

test('staff can leave out what the event asks, and an answer belongs to its ticket', () => {
  const draft = {
    ...newBooking(event),
    name: 'Ann',
    email: 'ann@example.com',
    lines: [line('single', 1), line('table', 1)],
    replies: { 'dish:0': 'asked of no such ticket', 'dish:2': ' Rice ' },
  };
  expect(askedOf(draft, event).questions.some(({ required }) => required)).toBe(false);
  expect(newBookingInputOf(draft, event)).toMatchObject({
    ok: true,
    input: { answers: [{ questionId: 'dish', place: 2, value: 'Rice' }] },
  });
});

test('a type without the one it needs is named, until that one is chosen', () => {
  const alone = { ...newBooking(event), lines: [line('single', 1), line('table', 0)] };
  expect(lackingOf(alone, event)).toEqual([{ name: 'Single', needs: 'Table' }]);
  expect(lackingOf({ ...alone, lines: [line('single', 1), line('table', 1)] }, event)).toEqual([]);
});

test('a price is requested once the chosen amounts can be read; complimentary tickets carry no code', () => {
  const draft = { ...newBooking(event), couponCode: ' early ', lines: [line('single', 2, '7.50'), line('table', 0)] };
  const items = [{ ticketTypeId: 'single', quantity: 2, unitPriceMinor: 680 }];
  expect(quoteRequestOf(draft, event)).toEqual({ items, method: 'cash', couponCode: 'early' });
  expect(quoteRequestOf({ ...draft, method: 'complimentary' }, event)).toEqual({
    items: [{ ticketTypeId: 'single', quantity: 2 }],
    method: 'complimentary',
  });
  expect(quoteRequestOf({ ...draft, lines: [line('single', 2, 'much')] }, event)).toBeNull();
  expect(quoteRequestOf(newBooking(event), event)).toBeNull();
});

test('the price that is typed contains the fee, and an amount below the fee is refused', () => {
  const draftOf = (price: string) => ({ ...newBooking(event), lines: [line('single', 1, price)] });
  const named = (price: string, of = event) => quoteRequestOf(draftOf(price), of)?.items[0]?.unitPriceMinor;
  expect(['10.80', '0.52', '0'].map((price) => named(price))).toEqual([1000, 2, 0]);
  expect(named('10.80', { ...event, feePaidBy: 'organizer' })).toBe(1080);
  const buyer = { name: 'Ann', email: 'a@b.example' };
  expect(newBookingInputOf({ ...draftOf('0.50'), ...buyer }, event)).toEqual({
    ok: false,
    faults: { 'lines.single.price': 'fee' },
  });
});
