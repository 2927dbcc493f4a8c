import { expect, test } from 'vitest';
import { keptAnswers, LONGEST_ANSWER, refuseAnswers, type Answer, type Question } from './question.ts';

const question = (id: string, fields: Partial<Question> = {}): Question => ({
  id,
  per: 'booking',
  kind: 'text',
  label: id,
  help: '',
  options: [],
  required: false,
  ticketTypeIds: [],
  ...fields,
});
const answer = (questionId: string, value: string, place: number | null = null): Answer => ({
  questionId,
  place,
  value,
});
const faultsIn = (refused: ReturnType<typeof refuseAnswers>) =>
  (refused?.details as { answers: unknown[] } | undefined)?.answers ?? [];
const faults = (questions: Question[], types: string[], answers: Answer[]) =>
  faultsIn(refuseAnswers(questions, types, { answers, by: 'public' }));
const staffFaults = (questions: Question[], types: string[], answers: Answer[]) =>
  faultsIn(refuseAnswers(questions, types, { answers, by: 'staff' }));

test('a booking’s required questions are asked once, a ticket’s for each ticket of the types named', () => {
  const questions = [
    question('diet', { required: true }),
    question('shirt', { per: 'ticket', required: true, ticketTypeIds: ['adult'] }),
  ];
  expect(faults(questions, ['adult', 'child', 'adult'], [answer('diet', 'none'), answer('shirt', 'M', 0)])).toEqual([
    { questionId: 'shirt', place: 2, reason: 'missing' },
  ]);
  expect(faults(questions, ['child'], [answer('diet', 'none')])).toEqual([]);
  expect(faults(questions, ['child'], [])).toEqual([{ questionId: 'diet', place: null, reason: 'missing' }]);
});

test('staff can leave any answer out, but can’t give a wrong one', () => {
  const questions = [question('born', { kind: 'date', required: true })];
  expect(staffFaults(questions, ['adult'], [])).toEqual([]);
  expect(staffFaults(questions, ['adult'], [answer('born', 'yesterday')])).toEqual([
    { questionId: 'born', place: null, reason: 'invalid' },
  ]);
});

test('answers to unasked questions are distinguished from wrong ones', () => {
  const questions = [
    question('shirt', { per: 'ticket', kind: 'choice', options: ['S', 'M'], ticketTypeIds: ['adult'] }),
  ];
  expect(faults(questions, ['child', 'adult'], [answer('shirt', 'M', 0), answer('shirt', 'XXL', 1), answer('other', 'x')]))
    .toEqual([
      { questionId: 'shirt', place: 0, reason: 'unknown' },
      { questionId: 'other', place: null, reason: 'unknown' },
      { questionId: 'shirt', place: 1, reason: 'invalid' },
    ]); // prettier-ignore
});

test('each kind takes its own form of answer', () => {
  const takes = (kind: Question['kind'], value: string) =>
    faults([question('q', { kind, options: ['S', 'M'] })], [], [answer('q', value)]).length === 0;
  expect(
    ['x', 'x'.repeat(LONGEST_ANSWER), 'x'.repeat(LONGEST_ANSWER + 1)].map((value) => takes('text', value)),
  ).toEqual([true, true, false]);
  expect(['M', 'm', 'L'].map((value) => takes('choice', value))).toEqual([true, false, false]);
  expect(['true', 'false', 'yes'].map((value) => takes('checkbox', value))).toEqual([true, true, false]);
  expect(['2024-02-29', '2026-02-29', '2026-2-1', '0000-13-01'].map((value) => takes('date', value))).toEqual([
    ...[true, false, false, false],
  ]);
});

test('an unticked box doesn’t answer a required question', () => {
  const terms = [question('terms', { kind: 'checkbox', required: true })];
  expect(faults(terms, [], [answer('terms', 'false')])).toEqual([
    { questionId: 'terms', place: null, reason: 'missing' },
  ]);
  expect(faults(terms, [], [answer('terms', ' true ')])).toEqual([]);
});

test('an empty answer isn’t kept', () => {
  expect(keptAnswers([answer('a', ' yes '), answer('b', '   '), answer('c', '')])).toEqual([answer('a', 'yes')]);
});
