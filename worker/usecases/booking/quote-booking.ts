import type { Deps } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import type { Quote, QuoteRequest } from '#domain/box-office/quote.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { isKnownEvent } from '../event/known-event.ts';

interface Asked {
  eventId: string;
  request: QuoteRequest;
}

/** Returns a booking's price; holds nothing. Staff quotes are for callers who can make staff bookings. */
export async function quoteBooking(
  deps: Pick<Deps, 'rooms' | 'doors'>,
  caller: Caller,
  { eventId, request }: Asked,
): Promise<Outcome<{ quote: Quote }>> {
  if (request.by === 'staff' && !may(caller, 'CREATE_BOOKING', eventId)) return notAllowed(caller);
  if (!(await isKnownEvent(deps, eventId))) return refusal('not_found');
  return deps.rooms.boxOffice(eventId).quote(request);
}
