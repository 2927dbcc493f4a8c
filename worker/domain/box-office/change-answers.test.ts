import { expect, test } from 'vitest';
import { confirmedBooking, deskWith, lineAtDesk, ticketAtDesk } from '../../testing/desk.ts';
import type { Question } from '../event/question.ts';
import { changeAnswers } from './change-answers.ts';

const dish: Question = {
  id: 'dish',
  per: 'ticket',
  kind: 'choice',
  label: 'Dish',
  help: '',
  options: ['Fish', 'Rice'],
  required: true,
  ticketTypeIds: [],
};
const old = { questionId: 'asked once', place: null, value: 'kept' };
const first = { questionId: 'dish', place: 0, value: 'Fish' };
function booked(wasIn = false) {
  const desk = { ...deskWith(), questions: [dish] };
  const booking = confirmedBooking(desk, { lines: [lineAtDesk()], tickets: [ticketAtDesk(0, { wasIn })] });
  booking.answers = [old, first];
  return { desk, booking };
}
const request = (value: string, by: 'public' | 'staff' = 'public') => ({
  bookingId: 'booking',
  by,
  userId: null,
  answers: value ? [{ questionId: 'dish', place: 0, value }] : [],
});

test('answers are replaced, those to removed questions stay, and the journal has both', () => {
  const { desk, booking } = booked();
  expect(changeAnswers(desk, request(' Rice '))).toEqual({ ok: true });
  const after = [old, { questionId: 'dish', place: 0, value: 'Rice' }];
  expect(booking.answers).toEqual(after);
  expect([...desk.changes.answered]).toEqual(['booking']);
  expect(desk.changes.audit).toMatchObject([
    { actor: 'buyer', action: 'booking.answers', before: { answers: [old, first] }, after: { answers: after } },
  ]);
});

test('required answers are required of buyers but not of staff; nonsense is refused from both', () => {
  const { desk, booking } = booked();
  expect(changeAnswers(desk, request(''))).toMatchObject({ code: 'answers_invalid' });
  expect(changeAnswers(desk, request('Soup', 'staff'))).toMatchObject({ code: 'answers_invalid' });
  expect(changeAnswers(desk, request('', 'staff'))).toEqual({ ok: true });
  expect(booking.answers).toEqual([old]);
});

test('once a ticket is checked in nothing is changed', () => {
  const { desk, booking } = booked(true);
  expect(changeAnswers(desk, request('Rice'))).toMatchObject({ code: 'ticket_checked_in' });
  expect(booking.answers).toEqual([old, first]);
  booking.status = 'cancelled';
  expect(changeAnswers(desk, request('Rice'))).toMatchObject({ code: 'invalid_transition' });
});
