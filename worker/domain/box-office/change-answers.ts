import { keptAnswers, refuseAnswers } from '../event/question.ts';
import { refusal } from '../refusal.ts';
import { hasComeIn } from '../ticket/attendance.ts';
import type { ChangeAnswers, Replies } from './command.ts';
import type { Desk } from './desk.ts';
import { typePerPlace } from './place-refusals.ts';

/** Replaces a booking's answers until a ticket has been checked in. Answers to questions that are no longer asked stay. */
export function changeAnswers(desk: Desk, command: ChangeAnswers): Replies['change_answers'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  if (booking.status !== 'confirmed' && booking.status !== 'pending_payment')
    return refusal('invalid_transition', { status: booking.status });
  if (booking.tickets.some((ticket) => hasComeIn(ticket, command.attendance))) return refusal('ticket_checked_in');
  const { questions } = desk;
  const refused = refuseAnswers(questions, typePerPlace(booking.lines), command);
  if (refused) return refused;
  const isAsked = (questionId: string) => questions.some(({ id }) => id === questionId);
  const before = booking.answers;
  booking.answers = [...before.filter((answer) => !isAsked(answer.questionId)), ...keptAnswers(command.answers)];
  desk.changes.answered.add(booking.id);
  desk.changes.audit.push({
    userId: command.userId,
    actor: command.by === 'staff' ? 'staff' : 'buyer',
    action: 'booking.answers',
    bookingId: booking.id,
    before: { answers: before },
    after: { answers: booking.answers },
  });
  return { ok: true };
}
