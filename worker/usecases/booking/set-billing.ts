import type { Core } from '../../deps.ts';
import type { Billing } from '#domain/booking/booking.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { findBooking, type FindDeps } from './find-booking.ts';

/** Sets company, VAT id and address, also after payment: receipts that were issued show them from then on. */
export async function setBilling(
  deps: FindDeps & Pick<Core, 'rooms'>,
  caller: Caller,
  { bookingId, billing }: { bookingId: string; billing: Billing },
): Promise<Outcome<object>> {
  const seen = await findBooking(deps, caller, { bookingId, permission: 'EDIT_BOOKING' });
  if (!seen.ok) return seen;
  return deps.rooms.boxOffice(seen.found.booking.eventId).submit({ kind: 'bill', bookingId, billing });
}
