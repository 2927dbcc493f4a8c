import { expect, test } from 'vitest';
import type { Question } from '#contract/event/question.ts';
import { answerErrors, missing, placesOf, toAnswers, type Asked } from './answers.ts';

const question = (id: string, changes: Partial<Question> = {}): Question => ({
  id,
  per: 'booking',
  kind: 'text',
  label: id,
  help: '',
  options: [],
  required: true,
  ticketTypeIds: [],
  ...changes,
});
const places = placesOf([
  { ticketTypeId: 'adult', name: 'Adult', tickets: 1 },
  { ticketTypeId: 'child', name: 'Child', tickets: 2 },
]);
const asked: Asked = {
  questions: [
    question('heard', { required: false }),
    question('rules', { kind: 'checkbox' }),
    question('age', { per: 'ticket', ticketTypeIds: ['child'] }),
  ],
  places,
  names: true,
};

test('one place per ticket, in the order of the lines', () => {
  expect(places.map(({ typeName }) => typeName)).toEqual(['Adult', 'Child', 'Child']);
});

test('all that is missing is found at once, and only what is asked', () => {
  const given = { attendees: ['Lena', ' '], replies: { 'age:1': '7', 'age:2': ' ' } };
  expect(Object.keys(missing(asked, given)).sort()).toEqual([
    'age:2',
    'attendees.1.name',
    'attendees.2.name',
    'rules:',
  ]);
});

test('answers carry their ticket’s place; what is empty or asked no more is left out', () => {
  const replies = { 'heard:': '', 'rules:': 'true', 'age:1': ' 7 ', 'age:0': '40', 'gone:': 'x' };
  expect(toAnswers(asked, replies)).toEqual([
    { questionId: 'rules', place: null, value: 'true' },
    { questionId: 'age', place: 1, value: '7' },
  ]);
});

test('what the API refuses stands beside its question', () => {
  const answers = [
    { questionId: 'age', place: 1, reason: 'invalid' },
    { questionId: 'rules', place: null, reason: 'missing' },
    { questionId: 'gone', place: null, reason: 'unknown' },
  ];
  const refused = { ok: false, code: 'answers_invalid', status: 422, details: { answers }, message: '' } as const;
  expect(Object.keys(answerErrors(refused))).toEqual(['age:1', 'rules:']);
  expect(answerErrors({ ...refused, code: 'sold_out' })).toEqual({});
});
