import { m } from '$messages';

/** Reasons why a field can't be sent as typed, with the message beside it. */
const WORDS = {
  required: m.office_fault_required,
  amount: m.office_fault_amount,
  percent: m.office_fault_percent,
  percent_above_zero: m.office_fault_coupon_percent,
  number: m.office_fault_number,
  count: m.office_fault_count,
  time: m.office_fault_time,
  before_start: m.office_fault_before_start,
  email: m.office_fault_email,
  code: m.office_fault_code,
  options: m.office_fault_options,
  option_long: m.office_fault_option_long,
  quota: m.office_fault_quota,
  below_min: m.office_fault_below_min,
  below_sold: m.office_fault_below_sold,
  places: m.office_fault_places,
  lines: m.office_fault_lines,
  fee: m.office_fault_fee,
  no_tickets: m.office_cancel_tickets_none,
  no_events: m.office_limit_none,
  title_differs: m.office_cancel_event_typed_wrong,
};
export type Fault = keyof typeof WORDS;
/** By field. A field of a row is named `<row's key>.<field>`. */
export type Faults = Record<string, Fault>;
/** A form's values once read: the input of the API call, or the faults in them. */
export type Read<Input> = { ok: true; input: Input } | { ok: false; faults: Faults };

export const faultWords = (faults: Faults): Record<string, string> =>
  Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, WORDS[fault]()]));

/** The number of wrong fields, in one line beside the button; empty for none. */
export function wrongFields(errors: Record<string, string>): string {
  const count = Object.values(errors).filter(Boolean).length;
  if (count === 0) return '';
  return count === 1 ? m.office_fields_wrong_one() : m.office_fields_wrong({ count });
}
