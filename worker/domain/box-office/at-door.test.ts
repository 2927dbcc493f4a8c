import { expect, test } from 'vitest';
import { confirmedBooking, deskWith, hours, lineAtDesk, paymentOf, ticketAtDesk } from '../../testing/desk.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import { cancel } from './cancel.ts';
import type { CancelBooking, CompleteBooking, SettlePayment, TakePayment } from './command.ts';
import { complete } from './complete.ts';
import type { BookingAtDesk } from './at-desk.ts';
import type { Desk } from './desk.ts';
import { releaseDue } from './release.ts';
import { settle } from './settle.ts';
import { takePayment } from './take-payment.ts';
import { leaveWaiting } from './wait.ts';

/** A booking of one ticket that is owed at the door; its place is sold. */
function owed(fields: Partial<BookingAtDesk> = {}) {
  const desk = deskWith({ atDoorPayment: true }, undefined, 1);
  const open = { status: 'pending_payment', method: 'at_door', confirmedAt: null } as const;
  const booking = confirmedBooking(desk, { ...open, payments: [], holdExpiresAt: hours(5), ...fields });
  booking.tickets = [ticketAtDesk(0)];
  Object.assign(desk.stock.get('house')!, { held: 0, sold: 1 });
  const mails = () => desk.changes.outbox.flatMap(({ lane, kind }) => (lane === 'mail' ? kind : []));
  return { desk, booking, mails, stock: desk.stock.get('house')! };
}
const openCard = () => ({ payments: [paymentOf('booking', { status: 'pending' })] });
const byBuyer: CancelBooking = { bookingId: 'booking', by: 'buyer', userId: null, reason: null, refund: false };
const byStaff: CancelBooking = { ...byBuyer, by: 'staff', refund: true };
const cardPaid: SettlePayment = {
  bookingId: 'booking',
  paymentId: 'payment',
  stripeEvent: null,
  report: { state: 'paid', amountMinor: 1000, currency: 'EUR', stripeSessionId: 'cs_1', stripePaymentIntentId: 'pi_1' },
};
const cash: TakePayment = {
  bookingId: 'booking',
  method: 'cash',
  idempotency: { caller: 'a', key: 'k', requestHash: 'h' },
  taker: { userId: null, deviceId: 'phone', deviceName: 'Ada' },
};
const take = (method: CompleteBooking['method']): CompleteBooking => ({
  bookingId: 'booking',
  attendees: null,
  answers: [],
  method,
});
const entry = (status: WaitingEntry['status']): WaitingEntry => ({
  id: 'entry',
  ticketTypeId: 'standing',
  quantity: 1,
  name: 'Ada',
  userId: null,
  locale: 'en',
  status,
  email: 'ada@example.com',
  emailNormalized: 'ada@example.com',
  first: false,
  linkVersion: 1,
  offeredAt: null,
  createdAt: hours(-1),
});

test('tickets to be paid at the door count as sold, and are released when their time runs out', () => {
  const { desk, booking, stock } = owed({ holdExpiresAt: hours(-1) });
  desk.due = [booking.id];
  releaseDue(desk);
  expect([booking.status, booking.tickets[0]!.status, stock]).toMatchObject([
    ...['expired', 'cancelled'],
    { held: 0, sold: 0 },
  ]);
});

test('cancelled tickets accept no payment at the door, also while a card payment is being cancelled', () => {
  const { desk, booking } = owed(openCard());
  expect(cancel(desk, byStaff)).toMatchObject({ ok: true, releasing: true });
  expect(takePayment(desk, cash)).toMatchObject({ ok: false, code: 'hold_expired' });
  expect(settle(desk, cardPaid)).toMatchObject({ settlement: 'refunding' });
  expect([booking.status, desk.stock.get('house')]).toMatchObject(['cancelled', { held: 0, sold: 0 }]);
});

test('a late card payment is reported, as a payment at the door is', () => {
  const { desk, booking, mails, stock } = owed(openCard());
  expect(settle(desk, cardPaid)).toMatchObject({ settlement: 'confirmed' });
  expect([booking.status, booking.method, stock]).toMatchObject(['confirmed', 'stripe', { held: 0, sold: 1 }]);
  expect([mails(), desk.changes.tickets]).toEqual([['payment_received'], []]);
});

test('a card payment for void tickets is refunded, and no ticket is created twice', () => {
  const { desk, booking } = owed({ ...openCard(), status: 'expired', expiredAt: hours(-1) });
  booking.tickets = [ticketAtDesk(0, { status: 'cancelled' })];
  Object.assign(desk.stock.get('house')!, { held: 0, sold: 0 });
  expect(settle(desk, cardPaid)).toMatchObject({ settlement: 'refunding' });
  expect([booking.status, desk.changes.tickets]).toEqual(['expired', []]);
});

test('the buyer can’t cancel a ticket that was transferred, paid or not; its holder is told when it is void', () => {
  const { desk, booking, mails } = owed();
  booking.tickets = [ticketAtDesk(0, { holderEmail: 'grace@example.com' })];
  expect(cancel(desk, byBuyer)).toMatchObject({ code: 'not_cancellable' });
  expect(cancel(desk, byStaff)).toMatchObject({ ok: true, status: 'cancelled' });
  expect(mails()).toContain('ticket_void');
});

test('a buyer can’t cancel a ticket that was checked in; staff can', () => {
  const desk = deskWith({ cancelUntilHours: 1 });
  const booking = confirmedBooking(desk, { tickets: [ticketAtDesk(0, { wasIn: true })] });
  expect(cancel(desk, { ...byBuyer, bookingId: booking.id })).toEqual({ ok: false, code: 'ticket_checked_in' });
  expect(booking.status).toBe('confirmed');
  expect(cancel(desk, { ...byStaff, bookingId: booking.id })).toMatchObject({ ok: true, status: 'cancelled' });
});

test('a buyer can’t cancel either while only the door knows of an entry, paid or to be paid there', () => {
  const attendance = { wasIn: [ticketAtDesk(0).id], isIn: [] };
  const paid = deskWith({ cancelUntilHours: 1 });
  const booking = confirmedBooking(paid, { tickets: [ticketAtDesk(0)] });
  const refused = { ok: false, code: 'ticket_checked_in' };
  expect(cancel(paid, { ...byBuyer, bookingId: booking.id, attendance })).toEqual(refused);
  const unpaid = owed();
  unpaid.booking.tickets = [ticketAtDesk(0)];
  expect(cancel(unpaid.desk, { ...byBuyer, attendance })).toEqual(refused);
  expect([booking.status, unpaid.booking.status]).toEqual(['confirmed', 'pending_payment']);
  expect(cancel(unpaid.desk, byStaff)).toMatchObject({ ok: true });
});

test.each([
  ['accepted', (desk: Desk) => complete(desk, take('at_door'))],
  ['declined', (desk: Desk) => cancel(desk, byBuyer)],
  ['lapsed', (desk: Desk) => releaseDue({ ...desk, now: hours(9), due: ['booking'] })],
] as const)('the history says that an offer was %s', (status, end) => {
  const { desk, booking } = owed({ waitingEntryId: 'entry', method: 'stripe', lines: [lineAtDesk()] });
  booking.tickets = [];
  booking.totalMinor = 1000;
  Object.assign(desk.stock.get('house')!, { held: 1, sold: 0 });
  desk.waitingEntries.set('entry', entry('offered'));
  end(desk);
  expect(desk.changes.audit.map(({ action, bookingId }) => [action, bookingId])).toEqual([
    [`waiting.${status}`, booking.id],
  ]);
});

test('an accepted offer can neither be declined nor paid in another way', () => {
  const { desk, booking } = owed({ waitingEntryId: 'entry' });
  desk.waitingEntries.set('entry', entry('accepted'));
  expect(leaveWaiting(desk, { entryId: 'entry' })).toMatchObject({ code: 'invalid_transition' });
  expect(cancel(desk, { ...byBuyer, onlyUnpaid: true })).toMatchObject({ code: 'invalid_transition' });
  expect(complete(desk, take('stripe'))).toMatchObject({ code: 'method_not_available' });
  expect(complete(desk, take('at_door'))).toMatchObject({ ok: true });
  expect([booking.status, desk.changes.tickets]).toEqual(['pending_payment', []]);
});

test('a booking that is no offer can’t be accepted as one, and its answers stay', () => {
  const { desk, booking } = owed({ method: 'stripe', answers: [{ questionId: 'q', place: null, value: 'nuts' }] });
  booking.lines = [lineAtDesk()];
  expect(complete(desk, take('at_door'))).toMatchObject({ code: 'invalid_transition' });
  expect(booking.answers).toEqual([{ questionId: 'q', place: null, value: 'nuts' }]);
});
