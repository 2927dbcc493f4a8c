import { expect, test } from 'vitest';
import type { EventStaff } from '$contract/event.ts';
import { newBooking, newBookingInputOf, ticketsOf } from './new-booking.ts';

const event = {
  currency: 'EUR',
  attendeeNames: 'each',
  ticketTypes: [
    { id: 'single', places: 1, payWhatYouWant: true },
    { id: 'table', places: 4, payWhatYouWant: false },
  ],
} as EventStaff;
const line = (ticketTypeId: string, quantity: number, price = '') => ({ ticketTypeId, quantity, price });

test('only what is chosen is booked, a bundle counts its tickets, and names left open are the buyer’s', () => {
  const draft = {
    ...newBooking(event),
    ...{ name: 'Ann', email: 'ann@example.com', method: 'cash' as const },
    ...{ lines: [line('single', 1, '7,50'), line('table', 1)], attendees: ['Bo', '', ' Cy ', '', ''] },
  };
  expect(ticketsOf(draft, event)).toBe(5);
  expect(newBookingInputOf(draft, event)).toEqual({
    ok: true,
    input: {
      items: [
        { ticketTypeId: 'single', quantity: 1, unitPriceMinor: 750 },
        { ticketTypeId: 'table', quantity: 1 },
      ],
      buyer: { name: 'Ann', email: 'ann@example.com' },
      method: 'cash',
      attendees: [{ name: 'Bo' }, { name: 'Ann' }, { name: 'Cy' }, { name: 'Ann' }, { name: 'Ann' }],
    },
  });
});

test('all that is missing is said at once', () => {
  const draft = { ...newBooking(event), email: 'ann', method: 'cash' as const };
  expect(newBookingInputOf(draft, event)).toEqual({
    ok: false,
    faults: { lines: 'lines', name: 'required', email: 'email' },
  });
  const priced = { ...draft, name: 'Ann', email: 'a@b.example', lines: [line('single', 1, 'much')] };
  expect(newBookingInputOf(priced, event)).toEqual({ ok: false, faults: { 'price.single': 'amount' } });
});
