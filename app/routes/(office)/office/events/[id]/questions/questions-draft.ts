import type { z } from 'zod';
import type { EventStaff, SaveQuestions } from '#contract/event/event.ts';
import type { Faults, Read } from '$lib/form/faults.ts';

/** A question in its form; `key` names its row before and after it is saved. */
export interface QuestionDraft {
  key: string;
  id: string | null;
  per: 'booking' | 'ticket';
  kind: 'text' | 'choice' | 'checkbox' | 'date';
  label: string;
  help: string;
  /** One per line. */
  options: string;
  required: boolean;
  ticketTypeIds: string[];
}
type Input = z.input<typeof SaveQuestions>['questions'][number];

const LONGEST_OPTION = 100;

export const questionsDraftOf = (event: EventStaff): QuestionDraft[] =>
  event.questions.map((question) => ({ ...question, key: question.id, options: question.options.join('\n') }));

export const newQuestion = (key: string): QuestionDraft => ({
  key,
  id: null,
  per: 'booking',
  kind: 'text',
  label: '',
  help: '',
  options: '',
  required: false,
  ticketTypeIds: [],
});

/** The field of which row the API means: it names rows by their place in the list. */
export function questionFieldOf(path: string, draft: QuestionDraft[]): string | null {
  const [, index = '', field = ''] = path.split('.');
  const question = draft[Number(index)];
  return question ? `${question.key}.${field}` : null;
}

export function questionsInputOf(draft: QuestionDraft[]): Read<Input[]> {
  const faults: Faults = {};
  const input = draft.map(({ key, id, options: text, ...question }) => {
    const options = question.kind === 'choice' ? optionsIn(text) : [];
    if (!question.label.trim()) faults[`${key}.label`] = 'required';
    if (question.kind === 'choice' && options.length < 2) faults[`${key}.options`] = 'options';
    if (options.some((option) => option.length > LONGEST_OPTION)) faults[`${key}.options`] = 'option_long';
    // A question per booking concerns every type.
    const ticketTypeIds = question.per === 'ticket' ? question.ticketTypeIds : [];
    return { ...(id && { id }), ...question, options, ticketTypeIds };
  });
  return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, input };
}

const optionsIn = (text: string) => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];
