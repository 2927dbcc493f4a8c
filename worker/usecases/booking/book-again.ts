import type { BookingFound } from '../../deps.ts';
import type { Replies } from '#domain/box-office/command.ts';
import type { Caller } from '#domain/account/caller.ts';
import { refusal } from '#domain/refusal.ts';
import { findBooking, type FindDeps } from './find-booking.ts';
import { placeBooking, type BookingRequest, type PlaceDeps } from './place-booking.ts';

/** Books what an expired hold was for: the same tickets, names, answers and code, as far as they are available. */
export async function bookAgain(
  deps: FindDeps & PlaceDeps,
  caller: Caller,
  { bookingId, key }: { bookingId: string; key: string | null },
): Promise<Replies['place']> {
  const seen = await findBooking(deps, caller, { bookingId, permission: 'EDIT_BOOKING' });
  if (!seen.ok) return seen;
  const { status } = seen.found.booking;
  if (status !== 'expired') return refusal('invalid_transition', { status });
  return placeBooking(deps, caller, { request: requestOf(seen.found), key });
}

function requestOf({ booking, namedPrices }: BookingFound): BookingRequest {
  const { eventId, buyer, attendees, answers, locale, couponCode, billing, method } = booking;
  const items = booking.lines.map(({ ticketTypeId, quantity, unitPriceMinor }) =>
    namedPrices.includes(ticketTypeId) ? { ticketTypeId, quantity, unitPriceMinor } : { ticketTypeId, quantity },
  );
  const request: BookingRequest = { eventId, items, buyer, attendees, answers, locale };
  if (couponCode !== null) request.couponCode = couponCode;
  if (billing) request.billing = billing;
  if (method === 'at_door') request.method = method;
  return request;
}
