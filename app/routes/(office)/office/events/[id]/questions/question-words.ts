import { m } from '$messages';
import type { QuestionDraft, QuestionFaults } from './questions-draft.ts';

export const KIND_OPTIONS = [
  { value: 'text', label: m.office_question_text() },
  { value: 'choice', label: m.office_question_choice() },
  { value: 'checkbox', label: m.office_question_checkbox() },
  { value: 'date', label: m.office_question_date() },
] as const;

export const PER_OPTIONS = [
  { value: 'booking', label: m.office_question_per_booking() },
  { value: 'ticket', label: m.office_question_per_ticket() },
] as const;

const labelOf = (options: readonly { value: string; label: string }[], value: string) =>
  options.find((option) => option.value === value)?.label ?? value;

/** What a question is, below its words: `Choice · once per booking`. */
export const aboutQuestion = ({ kind, per }: Pick<QuestionDraft, 'kind' | 'per'>): string =>
  `${labelOf(KIND_OPTIONS, kind)} · ${labelOf(PER_OPTIONS, per)}`;

const FAULTS = {
  required: m.office_fault_required,
  options: m.office_fault_options,
  option_long: m.office_fault_option_long,
};
export const questionFaultWords = (faults: QuestionFaults): Record<string, string> =>
  Object.fromEntries(Object.entries(faults).map(([at, fault]) => [at, FAULTS[fault]()]));
