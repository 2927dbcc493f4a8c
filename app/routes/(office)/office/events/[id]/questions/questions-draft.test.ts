import { expect, test } from 'vitest';
import { newQuestion, questionsInputOf } from './questions-draft.ts';

test('a choice’s options are its lines, each once; other kinds have none, and a booking’s question no types', () => {
  const meal = {
    ...newQuestion('a'),
    id: '1',
    kind: 'choice' as const,
    label: 'Meal',
    options: ' fish \n\nrice\nfish',
  };
  const shirt = { ...newQuestion('b'), label: 'Shirt', options: 'left over', ticketTypeIds: ['t'] };
  expect(questionsInputOf([meal, shirt])).toEqual({
    ok: true,
    input: [
      {
        id: '1',
        per: 'booking',
        kind: 'choice',
        label: 'Meal',
        help: '',
        options: ['fish', 'rice'],
        required: false,
        ticketTypeIds: [],
      },
      {
        per: 'booking',
        kind: 'text',
        label: 'Shirt',
        help: '',
        options: [],
        required: false,
        ticketTypeIds: [],
      },
    ],
  });
});

test('a question needs a label, and a choice two options', () => {
  const choice = { ...newQuestion('b'), kind: 'choice' as const, label: 'Size', options: 'M\nM' };
  expect(questionsInputOf([newQuestion('a'), choice])).toEqual({
    ok: false,
    faults: { 'a.label': 'required', 'b.options': 'options' },
  });
});
