import type { FieldFault, FieldReason } from '../field-fault.ts';
import { refusal, type Outcome, type Refusal } from '../refusal.ts';
import { unevenAmount } from '../uneven-amount.ts';
import type { Coupon } from './coupon.ts';

/** The fields of a coupon that staff edit. */
export interface CouponFields extends Omit<Coupon, 'id' | 'used' | 'archivedAt' | 'ticketTypeIds'> {
  note: string;
  ticketTypeIds: string[];
}
export type CouponChange = Partial<CouponFields> & { archivedAt?: Date };
type Kept = CouponFields & Pick<Coupon, 'archivedAt'>;
/** Under its lock, with the version that the next edit must be based on. */
type Versioned = Kept & { version: number };

/** The facts of an event that a coupon's rules need. */
export interface CouponEvent {
  currency: string;
  ticketTypeIds: readonly string[];
}

export function newCoupon(event: CouponEvent, fields: CouponFields): Outcome<{ fields: CouponFields }> {
  return refuseFields(event, fields) ?? { ok: true, fields };
}

export interface CouponEdit {
  /** The version that was edited; null where the page can't say. */
  version: number | null;
  fields: Partial<CouponFields>;
}

/** Decides on the coupon as it will be: fields that were sent alone may not fit those that stay. */
export function editCoupon(
  event: CouponEvent,
  before: Versioned,
  { version, fields }: CouponEdit,
): Outcome<{ change: CouponChange }> {
  if (before.archivedAt) return refusal('not_found');
  if (version !== null && version !== before.version) return refusal('version_conflict', { version: before.version });
  const { ticketTypeIds = [] } = fields;
  return refuseFields(event, { ...before, ...fields, ticketTypeIds }) ?? { ok: true, change: fields };
}

/** Bookings that carry the coupon keep it. */
export function archiveCoupon({ archivedAt }: Kept, now: Date): Outcome<{ change: CouponChange }> {
  return { ok: true, change: { archivedAt: archivedAt ?? now } };
}

function refuseFields({ currency, ticketTypeIds }: CouponEvent, wanted: CouponFields): Refusal | null {
  const { kind, value, startsAt, endsAt } = wanted;
  if (kind === 'percent' && (value < 1 || value > 10_000))
    return fault('value', 'Between 0.01 and 100 percent', 'invalid');
  if (kind === 'fixed' && value < 1) return fault('value', 'Must be more than 0', 'too_small');
  if (startsAt && endsAt && endsAt <= startsAt) return fault('endsAt', 'Must be after the start', 'too_early');
  const uneven = kind === 'fixed' || kind === 'set_price' ? unevenAmount('value', value, currency) : null;
  if (uneven) return uneven;
  return wanted.ticketTypeIds.every((id) => ticketTypeIds.includes(id)) ? null : refusal('unknown_ticket_type');
}

const fault = (path: string, message: string, reason: FieldReason) =>
  refusal('invalid_request', { fields: [{ path, message, reason } satisfies FieldFault] });
