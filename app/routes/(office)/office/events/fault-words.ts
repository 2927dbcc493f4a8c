import { m } from '$messages';
import type { DraftFaults, EventDraft } from './event-draft.ts';

const WORDS = {
  required: m.office_fault_required,
  time: m.office_fault_time,
  before_start: m.office_fault_before_start,
  amount: m.office_fault_amount,
  percent: m.office_fault_percent,
  number: m.office_fault_number,
};

export function faultWords(faults: DraftFaults): Partial<Record<keyof EventDraft, string>> {
  return Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, WORDS[fault]()]));
}

/** All that is wrong, in one line beside the button. */
export function wrongFields(errors: Partial<Record<string, string>>): string {
  const count = Object.values(errors).filter(Boolean).length;
  return count === 1 ? m.office_fields_wrong_one() : m.office_fields_wrong({ count });
}

/** The API's fields under the form's names. */
export function apiFaults(fields: Record<string, string>): Record<string, string> {
  const names: Record<string, string> = {
    feeFixedMinor: 'feeFixed',
    feeBasisPoints: 'feePercent',
    cancelFeeFixedMinor: 'cancelFeeFixed',
    cancelFeeBasisPoints: 'cancelFeePercent',
  };
  return Object.fromEntries(
    Object.entries(fields).map(([field, words]) => [names[field] ?? field.split('.')[0] ?? field, words]),
  );
}
