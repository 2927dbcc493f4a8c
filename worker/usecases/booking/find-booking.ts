import type { BookingFound, BookingOwner, Core, Deps } from '../../deps.ts';
import { bookingAccess } from '#domain/booking/access.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Permission } from '#domain/account/permission.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

export type FindDeps = Pick<Deps, 'seals' | 'bookings'>;
export type Access = 'owner' | 'staff';

/** The booking, for its owner and for staff with the permission; for everyone else it is as absent as none. */
export async function findBooking(
  deps: FindDeps,
  caller: Caller,
  { bookingId, permission = 'VIEW_BOOKING' }: { bookingId: string; permission?: Permission },
): Promise<Outcome<{ found: BookingFound; access: Access }>> {
  const found = await deps.bookings.find(bookingId);
  if (!found) return refusal('not_found');
  const { id, eventId, userId, buyer, status, linkVersion } = found.booking;
  const owner = { id, eventId, userId, email: buyer.email, status, linkVersion };
  const access = accessTo(deps, caller, { owner, permission });
  return access === 'none' ? refusal('not_found') : { ok: true, found, access };
}

export function accessTo(
  { seals }: Pick<Core, 'seals'>,
  caller: Caller,
  { owner, permission }: { owner: BookingOwner; permission: Permission },
): Access | 'none' {
  const { id, eventId, userId, email: buyerEmail, linkVersion: version } = owner;
  const opened = caller.kind === 'link' && seals.isLinkToken(caller.token, { scope: 'booking', id, version });
  return bookingAccess(caller, { eventId, userId, buyerEmail, opened }, permission);
}
