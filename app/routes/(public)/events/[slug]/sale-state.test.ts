import { expect, test } from 'vitest';
import type { EventPublic } from '#contract/event/public-event.ts';
import type { TicketTypePublic } from '#contract/event/ticket-type.ts';
import { bookingState, saleState } from './sale-state.ts';

const opens = '2026-12-01T10:00:00.000Z';
const closes = '2026-12-10T10:00:00.000Z';
const at = (iso: string) => Date.parse(iso);
const type = (change: Partial<TicketTypePublic> = {}) =>
  ({
    saleStartsAt: opens,
    saleEndsAt: closes,
    availability: 'available',
    sale: 'not_started',
    ...change,
  }) as TicketTypePublic;
const event = (change: Partial<EventPublic> = {}) =>
  ({
    status: 'published',
    bookingOpensAt: opens,
    bookingClosesAt: closes,
    endsAt: '2026-12-12T22:00:00.000Z',
    ...change,
  }) as EventPublic;

test('a sale opens to the second by the clock, whatever the rendered page said', () => {
  expect(saleState(type(), at(opens) - 1)).toBe('not_started');
  expect(saleState(type(), at(opens))).toBe('on_sale');
  expect(saleState(type(), at(closes))).toBe('ended');
});

test('held tickets aren’t called sold out', () => {
  expect(saleState(type({ availability: 'held' }), at(opens))).toBe('held');
  expect(saleState(type({ availability: 'sold_out' }), at(opens))).toBe('sold_out');
});

test('an event says why it takes no bookings, the most important reason first', () => {
  expect(bookingState(event(), at(opens) - 1)).toBe('not_open');
  expect(bookingState(event(), at(opens))).toBe('open');
  expect(bookingState(event(), at(closes))).toBe('closed');
  expect(bookingState(event(), at('2026-12-12T22:00:00.000Z'))).toBe('ended');
  expect(bookingState(event({ status: 'cancelled' }), at(opens))).toBe('cancelled');
  expect(bookingState(event({ status: 'draft' }), at(opens))).toBe('draft');
});
