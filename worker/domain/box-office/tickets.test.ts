import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confirmedBooking, deskWith, lineAtDesk, ticketAtDesk } from '../../testing/desk.ts';
import { cancel } from './cancel.ts';
import type { TransferTicket } from './command.ts';
import { cancelTickets, shareOf, transfer } from './tickets.ts';

const moved: TransferTicket = {
  bookingId: 'booking',
  ticketId: 'ticket-0',
  to: { name: 'Grace', email: 'grace@example.com' },
  seenRevision: 1,
  userId: null,
};
const singly = (ticketIds: string[], refund = true) => ({
  bookingId: 'booking',
  ticketIds,
  userId: null,
  reason: null,
  refund,
});
const byStaff = { bookingId: 'booking', by: 'staff' as const, userId: null, reason: null, refund: true };

test('the shares of a line’s tickets add up to its price, in amounts that can be refunded', () => {
  const lines = fc.record({
    currency: fc.constantFrom('EUR', 'KWD', 'JPY'),
    steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 1, max: 9 })), { minLength: 1 }),
  });
  fc.assert(
    fc.property(lines, ({ currency, steps }) => {
      const step = currency === 'KWD' ? 10 : 1;
      const wanted = steps.map(([total, places], at) =>
        lineAtDesk({ id: `line-${at}`, totalMinor: total * step, places }),
      );
      const desk = deskWith({ currency });
      const lineIds = wanted.flatMap(({ id, places }) => Array.from({ length: places }, () => id));
      const tickets = lineIds.map((lineId, position) => ticketAtDesk(position, { lineId }));
      const booking = confirmedBooking(desk, { lines: wanted, tickets });
      for (const { id, totalMinor } of wanted) {
        const parts = tickets.filter(({ lineId }) => lineId === id).map((ticket) => shareOf(booking, ticket));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(totalMinor);
        expect(parts.filter((part) => part % step !== 0)).toEqual([]);
      }
    }),
  );
});

test('tickets cancelled one by one free their places, refund their shares, and the last one ends the booking', () => {
  const desk = deskWith();
  const booking = confirmedBooking(desk, { lines: [lineAtDesk({ quantity: 3, places: 3, totalMinor: 1000 })] });
  expect(cancelTickets(desk, singly(['ticket-0']))).toMatchObject({ status: 'confirmed', refundedMinor: 334 });
  expect(desk.stock.get('house')).toMatchObject({ sold: 2 });
  expect(cancelTickets(desk, singly(['ticket-0']))).toMatchObject({ status: 'confirmed', refundedMinor: 0 });
  expect(cancelTickets(desk, singly(['ticket-1', 'ticket-2', 'ticket-2']))).toMatchObject({
    status: 'cancelled',
    refundedMinor: 666,
  });
  expect(desk.stock.get('house')).toMatchObject({ sold: 0 });
  expect(booking).toMatchObject({ status: 'cancelled', ticketCount: 0 });
  expect(cancelTickets(desk, singly(['ticket-1']))).toMatchObject({ ok: false, code: 'invalid_transition' });
});

test('single tickets of a booking that is still to be paid at the door stay, and staff learn why', () => {
  const desk = deskWith();
  const booking = confirmedBooking(desk, { status: 'pending_payment', method: 'at_door', confirmedAt: null });
  expect(cancelTickets(desk, singly(['ticket-0']))).toEqual({ ok: false, code: 'not_paid_yet' });
  expect(booking.tickets.every(({ status }) => status === 'valid')).toBe(true);
});

test('a ticket of another booking isn’t found in this one, and nothing is cancelled', () => {
  const desk = deskWith();
  confirmedBooking(desk, { lines: [lineAtDesk({ quantity: 2, places: 2 })] });
  expect(cancelTickets(desk, singly(['ticket-0', 'ticket-9']))).toEqual({
    ok: false,
    code: 'not_found',
  });
  expect(desk.stock.get('house')).toMatchObject({ sold: 2 });
});

test('a transferred ticket keeps its number and loses its old code', () => {
  const desk = deskWith();
  const booking = confirmedBooking(desk);
  expect(transfer(desk, moved)).toEqual({ ok: true, ticketId: 'ticket-0', revision: 2 });
  expect(booking.tickets[0]).toMatchObject({
    number: 'ABCD2340',
    revision: 2,
    linkVersion: 2,
    holderEmail: 'grace@example.com',
    attendeeName: 'Grace',
  });
  expect(desk.changes.outbox.map(({ kind, recipient }) => [kind, recipient])).toEqual([
    ['ticket_received', 'grace@example.com'],
    ['ticket_transferred', 'ada@example.com'],
  ]);
});

test('a ticket of a booking that was cancelled in the same turn can’t be transferred', () => {
  const desk = deskWith();
  confirmedBooking(desk);
  cancel(desk, byStaff);
  expect(transfer(desk, moved)).toEqual({
    ok: false,
    code: 'ticket_not_valid',
    details: { status: 'cancelled' },
  });
});

test('the ticket of a person who is inside can’t be transferred', () => {
  const desk = deskWith();
  confirmedBooking(desk, { tickets: [ticketAtDesk(0, { wasIn: true, isIn: true })] });
  expect(transfer(desk, moved)).toEqual({ ok: false, code: 'ticket_checked_in' });
});

test('the sender of a transfer is the ticket’s holder: the buyer by their own name, whatever name the ticket carries', () => {
  const desk = deskWith();
  const tickets = [ticketAtDesk(0, { attendeeName: 'Guest', keyId: 3 })];
  confirmedBooking(desk, { tickets });
  const given = { ...moved, seenRevision: tickets[0]!.revision };
  transfer(desk, given);
  transfer(desk, { ...given, seenRevision: tickets[0]!.revision });
  const from = desk.changes.outbox.flatMap(({ kind, payload }) => (kind === 'ticket_received' ? payload.from : []));
  expect(from).toEqual(['Ada', moved.to.name]);
});
