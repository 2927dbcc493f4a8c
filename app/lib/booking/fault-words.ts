import { m } from '$messages';
import type { FieldFault } from './answers.ts';

const words: Record<FieldFault, () => string> = {
  name: m.book_attendee_missing,
  missing: m.question_missing,
  tick: m.question_tick,
  invalid: m.question_invalid,
};

/** The message beside each field. */
export const faultWords = (faults: Record<string, FieldFault>): Record<string, string> =>
  Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, words[fault]()]));
