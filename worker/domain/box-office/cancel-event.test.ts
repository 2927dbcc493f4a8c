import { expect, test } from 'vitest';
import { confirmedBooking, deskWith, lineAtDesk, now, paymentOf } from '../../testing/desk.ts';
import type { WaitingEntry } from '../booking/waiting.ts';
import { releaseDue } from './release.ts';

function cancelledEvent() {
  const desk = deskWith({ cancelRefunds: true });
  desk.event.facts = { ...desk.event.facts, status: 'cancelled' };
  return desk;
}
const waitingOf = (id: string, status: WaitingEntry['status']): WaitingEntry => ({
  id,
  ticketTypeId: 'standing',
  quantity: 1,
  name: id,
  userId: null,
  locale: 'en',
  status,
  email: `${id}@example.com`,
  emailNormalized: `${id}@example.com`,
  first: false,
  linkVersion: 1,
  offeredAt: null,
  createdAt: now,
});
const mails = ({ changes }: ReturnType<typeof cancelledEvent>) =>
  changes.outbox.filter(({ lane }) => lane === 'mail').map(({ kind, recipient }) => `${kind} ${recipient}`);

test('everyone who waits for an event or has an offer is told that it is cancelled, and no one is told that an offer was declined', () => {
  const desk = cancelledEvent();
  const waits = waitingOf('waits', 'waiting');
  const offered = waitingOf('offered', 'offered');
  desk.waiting = [waits];
  desk.waitingEntries.set('offered', offered);
  const offer = confirmedBooking(desk, { status: 'pending_payment', waitingEntryId: 'offered', payments: [] });
  Object.assign(desk.stock.get('house')!, { held: 1, sold: 0 });
  desk.due = [offer.id];
  expect(releaseDue(desk)).toEqual({ ok: true, released: 1, more: false });
  expect([waits.status, offered.status, offer.status]).toEqual(['lapsed', 'lapsed', 'cancelled']);
  expect([...desk.changes.touchedWaiting.keys()].sort()).toEqual(['offered', 'waits']);
  expect(mails(desk)).toEqual(['event_cancelled offered@example.com', 'event_cancelled waits@example.com']);
});

test('cancelling refunds undisputed payments; the others wait for the bank', () => {
  const desk = cancelledEvent();
  const lines = [lineAtDesk({ totalMinor: 2300 })];
  const payments = [paymentOf('booking', { amountMinor: 2300 })];
  const booking = confirmedBooking(desk, { lines, payments, contested: new Map([['payment', 'open']]) });
  desk.due = [booking.id];
  releaseDue(desk);
  expect(booking).toMatchObject({ status: 'cancelled', refunds: [] });
  expect(desk.changes.audit.map(({ action }) => action)).toEqual(['refund.deferred', 'booking.status']);
});
