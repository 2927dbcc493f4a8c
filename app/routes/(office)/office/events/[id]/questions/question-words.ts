import { m } from '$messages';
import type { QuestionDraft } from './questions-draft.ts';

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

/** A question in its row, below its text: `Choice · once per booking`. */
export const aboutQuestion = ({ kind, per }: Pick<QuestionDraft, 'kind' | 'per'>): string =>
  `${labelOf(KIND_OPTIONS, kind)} · ${labelOf(PER_OPTIONS, per)}`;
