import type { CouponRecord, Deps } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { newCoupon, type CouponFields } from '#domain/booking/coupon-edit.ts';
import type { Outcome } from '#domain/refusal.ts';
import { actorOf } from '../actor.ts';

export async function createCoupon(
  { coupons }: Pick<Deps, 'coupons'>,
  caller: Caller,
  { eventId, fields }: { eventId: string; fields: CouponFields },
): Promise<Outcome<{ coupon: CouponRecord }>> {
  if (!may(caller, 'EDIT_EVENT', eventId)) return notAllowed(caller);
  return coupons.create(eventId, (event) => newCoupon(event, fields), actorOf(caller));
}
