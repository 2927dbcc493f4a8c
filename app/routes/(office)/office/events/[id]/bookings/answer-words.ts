import { m } from '$messages';
import type { BookingView } from '#contract/booking/booking.ts';
import type { EventStaff } from '#contract/event/event.ts';
import { formatDate } from '$lib/format-date.ts';

/** The answers for one ticket, by its place, or for the booking (null), in the order of the questions. */
export function answersAt(
  { answers }: Pick<BookingView, 'answers'>,
  { questions }: Pick<EventStaff, 'questions'>,
  place: number | null,
): { question: string; value: string }[] {
  const order = new Map(questions.map((question, index) => [question.id, index]));
  return answers
    .filter((answer) => answer.place === place)
    .toSorted((a, b) => (order.get(a.questionId) ?? Infinity) - (order.get(b.questionId) ?? Infinity))
    .map(({ questionId, value }) => {
      const question = questions.find(({ id }) => id === questionId);
      return { question: question?.label ?? m.office_question_removed(), value: shown(question?.kind, value) };
    });
}

function shown(kind: string | undefined, value: string): string {
  if (kind === 'checkbox') return value === 'true' ? m.office_yes() : m.office_no();
  return kind === 'date' ? formatDate(`${value}T12:00:00Z`, 'shortDayYear', 'UTC') : value;
}
