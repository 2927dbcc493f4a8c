import type { z } from 'zod';
import type { CouponStaff, CreateCoupon } from '#contract/booking/coupon.ts';
import type { EventStaff } from '#contract/event/event.ts';
import { toDecimal } from '#domain/money.ts';
import { fromBasisPoints, toBasisPoints } from '$lib/form/basis-points.ts';
import type { Read } from '$lib/form/faults.ts';
import { FieldReader } from '$lib/form/field-reader.ts';
import { wallTime } from '#domain/zoned-time.ts';

/** A coupon in its form: every field as typed. */
export type CouponDraft = ReturnType<typeof newCoupon>;
type Place = Pick<EventStaff, 'timeZone' | 'currency'>;

const CODE = /^[\p{L}\p{N}_.-]{2,40}$/u;

export const newCoupon = () => ({
  code: '',
  kind: 'percent' as CouponStaff['kind'],
  percent: '',
  amount: '',
  startsAt: '',
  endsAt: '',
  maxUses: '',
  usesPerPerson: '',
  minimum: '',
  ticketTypeIds: [] as string[],
  note: '',
});

export function couponDraftOf(coupon: CouponStaff, { timeZone, currency }: Place): CouponDraft {
  const isPercent = coupon.kind === 'percent';
  return {
    code: coupon.code,
    kind: coupon.kind,
    percent: isPercent ? fromBasisPoints(coupon.value) : '',
    amount: isPercent ? '' : toDecimal({ amount: coupon.value, currency }),
    startsAt: wallTime(coupon.startsAt, timeZone),
    endsAt: wallTime(coupon.endsAt, timeZone),
    maxUses: String(coupon.maxUses ?? ''),
    usesPerPerson: String(coupon.usesPerPerson ?? ''),
    minimum: coupon.minimumMinor === 0 ? '' : toDecimal({ amount: coupon.minimumMinor, currency }),
    ticketTypeIds: coupon.ticketTypeIds,
    note: coupon.note,
  };
}

/** The form's field for a field of the API. */
export function couponFieldOf(path: string, kind: CouponDraft['kind']): string {
  if (path === 'value') return kind === 'percent' ? 'percent' : 'amount';
  return path === 'minimumMinor' ? 'minimum' : path;
}

export function couponInputOf(draft: CouponDraft, place: Place): Read<z.input<typeof CreateCoupon>> {
  const read = new FieldReader(draft, place);
  const code = read.required('code');
  if (!CODE.test(code)) read.note('code', 'code');
  return read.result({
    code,
    kind: draft.kind,
    value: readValue(draft, read),
    ...read.window('startsAt', 'endsAt'),
    maxUses: read.count('maxUses'),
    usesPerPerson: read.count('usesPerPerson'),
    minimumMinor: draft.kind === 'access' ? 0 : read.amount('minimum'),
    ticketTypeIds: draft.ticketTypeIds,
    note: draft.note,
  });
}

/** Basis points for a percentage, else minor units; an access code takes nothing off. */
function readValue(draft: CouponDraft, read: FieldReader<CouponDraft>): number {
  switch (draft.kind) {
    case 'access':
      return 0;
    case 'percent': {
      read.required('percent');
      const share = toBasisPoints(draft.percent);
      if (!share) read.note('percent', 'percent_above_zero');
      return share ?? 0;
    }
    case 'fixed':
    case 'set_price': {
      read.required('amount');
      const amount = read.amount('amount');
      if (amount === 0 && draft.kind === 'fixed') read.note('amount', 'amount');
      return amount;
    }
  }
}
