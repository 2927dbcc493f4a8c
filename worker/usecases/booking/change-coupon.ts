import type { CouponRecord, Deps } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { archiveCoupon, editCoupon, type CouponFields } from '#domain/booking/coupon-edit.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';

interface Command {
  eventId: string;
  couponId: string;
  /** The version that was edited; null where the page can't say. */
  version?: number | null;
  /** The edited fields; `archived` takes the coupon out of use. */
  change: Partial<CouponFields> | 'archived';
}

/** Edits a coupon or takes it out of use. Bookings that were made with it stay as they are. */
export async function changeCoupon(
  { coupons, clock }: Pick<Deps, 'coupons' | 'clock'>,
  caller: Caller,
  { eventId, couponId, version = null, change }: Command,
): Promise<Outcome<{ coupon: CouponRecord }>> {
  if (!may(caller, 'EDIT_EVENT', eventId)) return notAllowed(caller);
  const place = { eventId, couponId };
  const by = actorOf(caller);
  return change === 'archived'
    ? coupons.change(place, (_, before) => archiveCoupon(before, clock.now()), { ...by, action: 'coupon.archive' })
    : coupons.change(place, (event, before) => editCoupon(event, before, { version, fields: change }), {
        ...by,
        action: 'coupon.edit',
      });
}
