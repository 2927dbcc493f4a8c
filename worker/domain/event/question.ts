import { refusal, type Refusal } from '../refusal.ts';

export const QUESTION_KINDS = ['text', 'choice', 'checkbox', 'date'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** A question of the organizer: asked once per booking, or for each ticket of the named types (none named: of all). */
export interface Question {
  id: string;
  per: 'booking' | 'ticket';
  kind: QuestionKind;
  label: string;
  help: string;
  options: readonly string[];
  required: boolean;
  ticketTypeIds: readonly string[];
}

/** `place` counts the booking's tickets from 0 in the order of its lines; null is the booking as a whole. */
export interface Answer {
  questionId: string;
  place: number | null;
  value: string;
}

/** As a buyer sends it: without a place it is about the booking as a whole. */
export type SentAnswer = Omit<Answer, 'place'> & Partial<Pick<Answer, 'place'>>;

export const LONGEST_ANSWER = 1000;

/** Refuses answers that are missing or invalid, naming all of them. `types` are the tickets' types, place by place. */
export function refuseAnswers(
  questions: readonly Question[],
  types: readonly string[],
  { answers, by }: { answers: readonly Answer[]; by: 'public' | 'staff' },
): Refusal | null {
  const wanted = asked(questions, types);
  const given = new Map(answers.map((answer) => [keyOf(answer), answer.value.trim()]));
  const isRepeated = (answer: Answer, at: number) => answers.findIndex((one) => keyOf(one) === keyOf(answer)) < at;
  const faults = [
    ...answers.filter(isRepeated).map((answer) => fault(answer, 'invalid')),
    ...answers.filter((answer) => !wanted.has(keyOf(answer))).map((answer) => fault(answer, 'unknown')),
    ...[...wanted.values()].flatMap(({ question, place }) => {
      const about = { questionId: question.id, place };
      const value = given.get(keyOf(about)) ?? '';
      if (value === '' || (question.kind === 'checkbox' && value === 'false'))
        return question.required && by === 'public' ? fault(about, 'missing') : [];
      return isAnswer(question, value) ? [] : fault(about, 'invalid');
    }),
  ];
  return faults.length === 0 ? null : refusal('answers_invalid', { answers: faults });
}

/** The answer to store: nothing where it is empty. */
export const keptAnswers = (answers: readonly Answer[]): Answer[] =>
  answers.map((answer) => ({ ...answer, value: answer.value.trim() })).filter(({ value }) => value !== '');

const keyOf = ({ questionId, place }: { questionId: string; place: number | null }) => `${questionId} ${place ?? -1}`;
const fault = ({ questionId, place }: Omit<Answer, 'value'>, reason: 'missing' | 'invalid' | 'unknown') => ({
  questionId,
  place,
  reason,
});

function asked(questions: readonly Question[], types: readonly string[]) {
  const wanted = new Map<string, { question: Question; place: number | null }>();
  for (const question of questions) {
    const places = question.per === 'booking' ? [null] : types.flatMap((type, at) => (asks(question, type) ? at : []));
    for (const place of places) wanted.set(keyOf({ questionId: question.id, place }), { question, place });
  }
  return wanted;
}

/** Whether a ticket of the type is asked. A question of the booking that names types applies to every booking. */
export const asks = (question: Question, ticketTypeId: string) =>
  question.ticketTypeIds.length === 0 || question.ticketTypeIds.includes(ticketTypeId);

function isAnswer(question: Question, value: string): boolean {
  switch (question.kind) {
    case 'text':
      return value.length <= LONGEST_ANSWER;
    case 'choice':
      return question.options.includes(value);
    case 'checkbox':
      return value === 'true';
    case 'date':
      return isDate(value);
    default:
      return question.kind satisfies never;
  }
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
