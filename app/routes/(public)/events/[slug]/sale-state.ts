import type { EventPublic } from '#contract/event/public-event.ts';
import type { TicketTypePublic } from '#contract/event/ticket-type.ts';

export type SaleState = 'on_sale' | 'not_started' | 'ended' | 'held' | 'sold_out';

/** Whether a type can be booked at `now`, by the server's clock: types open and close without a reload. */
export function saleState(type: TicketTypePublic, now: number): SaleState {
  if (type.saleEndsAt && Date.parse(type.saleEndsAt) <= now) return 'ended';
  if (type.saleStartsAt && Date.parse(type.saleStartsAt) > now) return 'not_started';
  return type.availability === 'available' ? 'on_sale' : type.availability;
}

/** Whether the event as a whole takes bookings at `now`. */
export function bookingState(
  event: EventPublic,
  now: number,
): 'open' | 'not_open' | 'closed' | 'ended' | 'cancelled' | 'draft' {
  if (event.status === 'cancelled') return 'cancelled';
  if (Date.parse(event.endsAt) <= now) return 'ended';
  if (Date.parse(event.bookingClosesAt) <= now) return 'closed';
  if (event.bookingOpensAt && Date.parse(event.bookingOpensAt) > now) return 'not_open';
  return event.status === 'published' ? 'open' : 'draft';
}
