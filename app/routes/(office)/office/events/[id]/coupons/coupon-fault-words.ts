import { m } from '$messages';
import type { CouponFaults } from './coupon-draft.ts';

const WORDS = {
  required: m.office_fault_required,
  code: m.office_fault_code,
  percent: m.office_fault_coupon_percent,
  amount: m.office_fault_amount,
  number: m.office_fault_count,
  time: m.office_fault_time,
  before_start: m.office_fault_before_start,
};

export const couponFaultWords = (faults: CouponFaults): Record<string, string> =>
  Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, WORDS[fault]()]));
