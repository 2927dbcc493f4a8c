import type { CouponRecord, Deps, PartOfList } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';

/** The coupons of an event that are in use. */
export async function listCoupons(
  { coupons }: Pick<Deps, 'coupons'>,
  caller: Caller,
  { eventId, part }: { eventId: string; part: PartOfList },
): Promise<Outcome<{ coupons: CouponRecord[] }>> {
  if (!may(caller, 'VIEW_EVENT', eventId)) return notAllowed(caller);
  return { ok: true, coupons: await coupons.list(eventId, part) };
}
