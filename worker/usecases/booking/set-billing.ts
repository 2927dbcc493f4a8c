import type { BookingDeps, Core } from '../../deps.ts';
import type { Billing } from '#domain/booking/booking.ts';
import type { Caller } from '#domain/account/caller.ts';
import type { Outcome } from '#domain/refusal.ts';
import { findBooking } from './find-booking.ts';

/** Company, VAT id and address, whenever the buyer has them: receipts that were issued show them from then on. */
export async function setBilling(
  deps: Pick<Core, 'seals' | 'rooms'> & Pick<BookingDeps, 'bookings'>,
  caller: Caller,
  { bookingId, billing }: { bookingId: string; billing: Billing },
): Promise<Outcome<object>> {
  const seen = await findBooking(deps, caller, bookingId, 'EDIT_BOOKING');
  if (!seen.ok) return seen;
  return deps.rooms.boxOffice(seen.found.booking.eventId).submit({ kind: 'bill', bookingId, billing });
}
