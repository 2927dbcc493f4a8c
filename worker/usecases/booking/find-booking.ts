import type { BookingDeps, BookingFound, BookingOwner, Core } from '../../deps.ts';
import { bookingAccess } from '#domain/booking/access.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Permission } from '#domain/account/permission.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';

type FindDeps = Pick<Core, 'seals'> & Pick<BookingDeps, 'bookings'>;
export type Access = 'owner' | 'staff';

/** The booking, for whoever may see it; another person's is as absent as none. */
export async function findBooking(
  deps: FindDeps,
  caller: Caller,
  bookingId: string,
  permission: Permission = 'VIEW_BOOKING',
): Promise<Outcome<{ found: BookingFound; access: Access }>> {
  const found = await deps.bookings.find(bookingId);
  if (!found) return refusal('not_found');
  const { id, eventId, userId, buyer, status, linkVersion } = found.booking;
  const access = accessTo(deps, caller, { id, eventId, userId, email: buyer.email, status, linkVersion }, permission);
  return access === 'none' ? refusal('not_found') : { ok: true, found, access };
}

export function accessTo(
  deps: Pick<Core, 'seals'>,
  caller: Caller,
  owner: BookingOwner,
  permission: Permission,
): Access | 'none' {
  const link = { scope: 'booking' as const, id: owner.id, version: owner.linkVersion };
  const opened = caller.kind === 'link' && deps.seals.isLinkToken(caller.token, link);
  return bookingAccess(
    caller,
    { eventId: owner.eventId, userId: owner.userId, buyerEmail: owner.email, opened },
    permission,
  );
}
