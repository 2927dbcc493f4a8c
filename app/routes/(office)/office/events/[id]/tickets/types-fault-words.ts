import { m } from '$messages';
import type { TypesFaults } from './types-draft.ts';

const WORDS = {
  required: m.office_fault_required,
  amount: m.office_fault_amount,
  percent: m.office_fault_percent,
  number: m.office_fault_number,
  time: m.office_fault_time,
  before_start: m.office_fault_before_start,
  quota: m.office_fault_quota,
  below_min: m.office_fault_below_min,
  below_sold: m.office_fault_below_sold,
  places: m.office_fault_places,
};

export const typesFaultWords = (faults: TypesFaults): Record<string, string> =>
  Object.fromEntries(Object.entries(faults).map(([at, fault]) => [at, WORDS[fault]()]));
