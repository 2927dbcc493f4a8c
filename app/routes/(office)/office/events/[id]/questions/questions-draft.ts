import type { z } from 'zod';
import type { EventStaff, SaveQuestions } from '#contract/event/event.ts';

/** A question as the editor holds it; `key` names its row before and after it is saved. */
export interface QuestionDraft {
  key: string;
  id: string | null;
  per: 'booking' | 'ticket';
  kind: 'text' | 'choice' | 'checkbox' | 'date';
  label: string;
  help: string;
  /** One a line. */
  options: string;
  required: boolean;
  ticketTypeIds: string[];
}
export type QuestionFault = 'required' | 'options' | 'option_long';
/** `<key>.<field>` → what is wrong. */
export type QuestionFaults = Record<string, QuestionFault>;
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

export function questionsInputOf(
  draft: QuestionDraft[],
): { ok: true; input: Input[] } | { ok: false; faults: QuestionFaults } {
  const faults: QuestionFaults = {};
  const input = draft.map(({ key, id, options: text, ...question }) => {
    const options = question.kind === 'choice' ? optionsIn(text) : [];
    if (!question.label.trim()) faults[`${key}.label`] = 'required';
    if (question.kind === 'choice' && options.length < 2) faults[`${key}.options`] = 'options';
    if (options.some((option) => option.length > LONGEST_OPTION)) faults[`${key}.options`] = 'option_long';
    // What is asked of a whole booking is asked of everybody.
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
