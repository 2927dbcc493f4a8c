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

test('there is one form part per ticket, in the order of the lines', () => {
  expect(places.map(({ typeName }) => typeName)).toEqual(['Adult', 'Child', 'Child']);
});

test('all missing answers are found together, and only to questions that are asked', () => {
  const given = { attendees: ['Lena', ' '], replies: { 'age:1': '7', 'age:2': ' ' } };
  expect(Object.keys(missing(asked, given)).sort()).toEqual([
    'age:2',
    'attendees.1.name',
    'attendees.2.name',
    'rules:',
  ]);
});

test('answers carry the number of their ticket; empty ones and those to removed questions are left out', () => {
  const replies = { 'heard:': '', 'rules:': 'true', 'age:1': ' 7 ', 'age:0': '40', 'gone:': 'x' };
  expect(toAnswers(asked, replies)).toEqual([
    { questionId: 'rules', place: null, value: 'true' },
    { questionId: 'age', place: 1, value: '7' },
  ]);
});

test('an error of the API is shown beside its question', () => {
  const answers = [
    { questionId: 'age', place: 1, reason: 'invalid' },
    { questionId: 'rules', place: null, reason: 'missing' },
    { questionId: 'gone', place: null, reason: 'unknown' },
  ];
  const refused = { ok: false, code: 'answers_invalid', status: 422, details: { answers }, message: '' } as const;
  expect(Object.keys(answerErrors(refused))).toEqual(['age:1', 'rules:']);
  expect(answerErrors({ ...refused, code: 'sold_out' })).toEqual({});
});
