import type { BookingDeps, Core } from '../../deps.ts';
import type { Answers } from '#domain/box-office/command.ts';
import type { Caller } from '#domain/account/caller.ts';
import { refusal } from '#domain/refusal.ts';
import { findBooking } from './find-booking.ts';
import { placeBooking } from './place-booking.ts';

type AgainDeps = Pick<Core, 'seals' | 'rooms'> & Pick<BookingDeps, 'bookings' | 'stripe'>;

/** A hold that lapsed, once more: the same places, names, answers and code, where they can still be had. */
export async function bookAgain(
  deps: AgainDeps,
  caller: Caller,
  bookingId: string,
  key: string | null,
): Promise<Answers['place']> {
  const seen = await findBooking(deps, caller, bookingId, 'EDIT_BOOKING');
  if (!seen.ok) return seen;
  const { booking, namedPrices } = seen.found;
  if (booking.status !== 'expired') return refusal('invalid_transition', { status: booking.status });
  const wish = {
    eventId: booking.eventId,
    items: booking.lines.map(({ ticketTypeId, quantity, unitPriceMinor }) => ({
      ...{ ticketTypeId, quantity },
      ...(namedPrices.includes(ticketTypeId) && { unitPriceMinor }),
    })),
    buyer: booking.buyer,
    attendees: booking.attendees,
    answers: booking.answers,
    locale: booking.locale,
    ...(booking.couponCode !== null && { couponCode: booking.couponCode }),
    ...(booking.billing && { billing: booking.billing }),
    ...(booking.method === 'at_door' && { method: booking.method }),
  };
  return placeBooking(deps, caller, wish, key);
}
