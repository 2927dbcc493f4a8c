import type { z } from 'zod';
import type { CouponStaff, CreateCoupon } from '#contract/booking/coupon.ts';
import type { EventStaff } from '#contract/event/event.ts';
import { parseDecimal, toDecimal } from '#domain/money.ts';
import { fromBasisPoints, toBasisPoints } from '$lib/form/basis-points.ts';
import { instantOf, wallTime } from '$lib/form/zoned-time.ts';

/** A coupon as its form holds it: every field as typed. */
export type CouponDraft = ReturnType<typeof newCoupon>;
export type CouponFault = 'required' | 'code' | 'percent' | 'amount' | 'number' | 'time' | 'before_start';
export type CouponFaults = Partial<Record<keyof CouponDraft, CouponFault>>;
type Input = z.input<typeof CreateCoupon>;
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
  const wall = (iso: string | null) => (iso ? wallTime(iso, timeZone) : '');
  const isPercent = coupon.kind === 'percent';
  return {
    code: coupon.code,
    kind: coupon.kind,
    percent: isPercent ? fromBasisPoints(coupon.value) : '',
    amount: isPercent ? '' : toDecimal({ amount: coupon.value, currency }),
    startsAt: wall(coupon.startsAt),
    endsAt: wall(coupon.endsAt),
    maxUses: String(coupon.maxUses ?? ''),
    usesPerPerson: String(coupon.usesPerPerson ?? ''),
    minimum: coupon.minimumMinor === 0 ? '' : toDecimal({ amount: coupon.minimumMinor, currency }),
    ticketTypeIds: coupon.ticketTypeIds,
    note: coupon.note,
  };
}

/** What the API takes, or what is wrong with the draft. */
export function couponInputOf(
  draft: CouponDraft,
  place: Place,
): { ok: true; input: Input } | { ok: false; faults: CouponFaults } {
  const faults: CouponFaults = {};
  const code = draft.code.trim();
  if (!code) faults.code = 'required';
  else if (!CODE.test(code)) faults.code = 'code';
  const value = readValue(draft, place.currency, faults);
  const minimumMinor = draft.kind === 'access' ? 0 : parseDecimal(draft.minimum || '0', place.currency);
  if (minimumMinor === null) faults.minimum = 'amount';
  const time = (field: 'startsAt' | 'endsAt') => {
    const instant = draft[field] ? instantOf(draft[field], place.timeZone) : null;
    if (draft[field] && !instant) faults[field] = 'time';
    return instant;
  };
  const count = (field: 'maxUses' | 'usesPerPerson') => {
    const text = draft[field].trim();
    if (!text) return null;
    if (!/^[1-9]\d{0,5}$/.test(text)) faults[field] = 'number';
    return Number(text);
  };
  const [startsAt, endsAt] = [time('startsAt'), time('endsAt')];
  if (startsAt && endsAt && endsAt <= startsAt) faults.endsAt = 'before_start';
  const counts = { maxUses: count('maxUses'), usesPerPerson: count('usesPerPerson') };
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const { kind, ticketTypeIds, note } = draft;
  const same = { code, kind, ticketTypeIds, note };
  return { ok: true, input: { ...same, value, startsAt, endsAt, ...counts, minimumMinor: minimumMinor! } };
}

/** Basis points for a percentage, else minor units; an access code takes nothing off. */
function readValue(draft: CouponDraft, currency: string, faults: CouponFaults): number {
  if (draft.kind === 'access') return 0;
  if (draft.kind === 'percent') {
    const share = toBasisPoints(draft.percent);
    if (!share) faults.percent = draft.percent.trim() ? 'percent' : 'required';
    return share ?? 0;
  }
  const amount = parseDecimal(draft.amount, currency);
  const isNothing = amount === 0 && draft.kind === 'fixed';
  if (amount === null || isNothing) faults.amount = draft.amount.trim() ? 'amount' : 'required';
  return amount ?? 0;
}
