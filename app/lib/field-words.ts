import type { FieldFault, FieldReason } from '#domain/field-fault.ts';
import { m } from '$messages';
import { formatMoney } from './format-money.ts';

type Words = (inputs: { limit: string }) => string;
const WORDS: Record<FieldReason, Words> = {
  missing: m.field_missing,
  too_small: m.field_too_small,
  too_big: m.field_too_big,
  too_short: m.field_too_short,
  too_long: m.field_too_long,
  too_few: m.field_too_few,
  too_many: m.field_too_many,
  not_whole: m.field_not_whole,
  not_email: m.book_email_wrong,
  not_url: m.field_not_url,
  not_time: m.field_not_time,
  too_early: m.field_too_early,
  uneven: m.field_uneven,
  taken: m.field_taken,
  unknown: m.field_unknown,
  invalid: m.field_invalid,
};

/** The message for each field by its name; of several errors the first. */
export const fieldWords = (faults: readonly FieldFault[]): Record<string, string> =>
  Object.fromEntries([...faults].reverse().map((fault) => [fault.path, wordsOf(fault)]));

function wordsOf({ path, reason, limit, step }: FieldFault): string {
  // People type amounts and percentages in other units than the API uses, so its limits would mislead.
  if (/(Minor|BasisPoints|^value)$/.test(path)) {
    if (reason === 'too_small') return m.field_amount_small();
    if (reason === 'too_big') return m.field_amount_big();
  }
  return (WORDS[reason] ?? m.field_invalid)({ limit: step ? formatMoney(step) : String(limit ?? '') });
}
