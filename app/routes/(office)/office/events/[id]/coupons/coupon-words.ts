import { m } from '$messages';
import type { CouponStaff } from '#contract/booking/coupon.ts';
import { formatDate } from '$lib/format-date.ts';
import { formatMoney } from '$lib/format-money.ts';
import { formatPercent } from '$lib/format-percent.ts';

export const KIND_OPTIONS = [
  { value: 'percent', label: m.office_coupon_percent() },
  { value: 'fixed', label: m.office_coupon_fixed() },
  { value: 'set_price', label: m.office_coupon_set_price() },
  { value: 'access', label: m.office_coupon_access() },
] as const;

export const KIND_HINTS = {
  percent: m.office_coupon_percent_hint,
  fixed: m.office_coupon_fixed_hint,
  set_price: m.office_coupon_set_price_hint,
  access: m.office_coupon_access_hint,
};

/** The benefit of a coupon, in a few words. */
export function gives({ kind, value }: Pick<CouponStaff, 'kind' | 'value'>, currency: string): string {
  const amount = formatMoney({ amount: value, currency });
  switch (kind) {
    case 'percent':
      return m.office_coupon_gives_percent({ percent: formatPercent(value) });
    case 'fixed':
      return m.office_coupon_gives_fixed({ amount });
    case 'set_price':
      return value === 0 ? m.office_coupon_gives_free() : m.office_coupon_gives_price({ amount });
    default:
      return m.office_coupon_gives_access();
  }
}

/** The time in which it can be used, in local times of the event. */
export function windowWords({ startsAt, endsAt }: Pick<CouponStaff, 'startsAt' | 'endsAt'>, timeZone: string): string {
  const shown = (iso: string) => formatDate(iso, 'full', timeZone);
  if (startsAt && endsAt) return m.office_coupon_between({ from: shown(startsAt), to: shown(endsAt) });
  if (startsAt) return m.office_coupon_from({ from: shown(startsAt) });
  return endsAt ? m.office_coupon_until({ to: shown(endsAt) }) : m.office_coupon_always();
}

export type CouponState = 'live' | 'used_up' | 'not_yet' | 'over';
export function stateOf(coupon: CouponStaff, now: number): CouponState {
  if (coupon.maxUses !== null && coupon.used >= coupon.maxUses) return 'used_up';
  if (coupon.startsAt && Date.parse(coupon.startsAt) > now) return 'not_yet';
  return coupon.endsAt && Date.parse(coupon.endsAt) <= now ? 'over' : 'live';
}
