import { expect, test } from 'vitest';
import { readMessage } from './message.ts';

test('a stored message keeps the fields of its kind and drops all others', () => {
  const payload = { amount: 2500, currency: 'EUR', bookingId: 'b' };
  expect(readMessage('mail', { kind: 'payment_refunded', payload })).toEqual({
    ok: true,
    message: {
      kind: 'payment_refunded',
      payload: { amount: 2500, currency: 'EUR', given: 0, owed: 0, withBank: 0 },
    },
  });
});

test('an unknown kind, or one of another lane, is refused by name', () => {
  for (const kind of ['horoscope', 'refund', 'toString'])
    expect(readMessage('mail', { kind, payload: {} })).toEqual({
      ok: false,
      why: `This version knows no message of the kind ${kind}.`,
    });
});

test('a missing or malformed field is named', () => {
  const invitation = { name: 'Kim', url: 'https://example.com', inviter: 'Sue' };
  expect(readMessage('mail', { kind: 'staff_invitation', payload: { ...invitation, role: 'attendee' } })).toEqual({
    ok: false,
    why: 'The message staff_invitation has no valid role.',
  });
  expect(readMessage('stripe', { kind: 'refund', payload: {} })).toEqual({
    ok: false,
    why: 'The message refund has no valid refundId.',
  });
});

test('a row that the previous version wrote during a deployment is read under its new name', () => {
  const transfer = { ticketId: 't', number: 'ACDE3467', to: { name: 'Kim', email: 'kim@example.com' } };
  expect(readMessage('mail', { kind: 'ticket_passed_on', payload: { ...transfer, bookingId: 'b' } })).toEqual({
    ok: true,
    message: { kind: 'ticket_transferred', payload: transfer },
  });
  expect(readMessage('mail', { kind: 'waiting_called_off', payload: { waitingEntryId: 'w' } })).toEqual({
    ok: true,
    message: { kind: 'event_cancelled', payload: { waitingEntryId: 'w' } },
  });
});
