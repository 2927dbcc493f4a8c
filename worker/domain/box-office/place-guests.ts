import { leftOf } from '../event/inventory.ts';
import { refusal } from '../refusal.ts';
import type { GuestsPlaced, PlaceBooking, PlaceGuests, Replies } from './command.ts';
import type { Desk } from './desk.ts';
import { findReply, keepReply } from './idempotency.ts';
import { place } from './place.ts';
import { refuseEndedEvent } from './place-refusals.ts';

/** Books free entry for the guest list, one booking for each name with its companions: all of them or none. */
export function placeGuests(desk: Desk, command: PlaceGuests): Replies['place_guests'] {
  const earlier = findReply<GuestsPlaced>(desk, command.idempotency);
  if (earlier) return earlier.ok ? { ok: true, ...earlier.reply } : earlier;
  const ended = refuseEndedEvent(desk);
  if (ended) return ended;
  const type = desk.types.get(command.ticketTypeId);
  // The places of a bundle have no names of their own.
  if (!type || type.archivedAt || type.places !== 1) return refusal('unknown_ticket_type');
  const wanted = command.guests.reduce((sum, { plus }) => sum + 1 + plus, 0);
  const left = leftOf(desk.stock, type.quotaIds);
  if (left !== null && left < wanted) return refusal('sold_out', { left, wanted });
  const bookings = command.guests.map((guest) => {
    const placed = place(desk, bookingFor(command, guest));
    if (!placed.ok) throw new Error(`A guest was refused after all were counted: ${placed.code}`);
    return { id: placed.booking.id, reference: placed.booking.reference, name: guest.name, tickets: 1 + guest.plus };
  });
  keepReply(desk, command.idempotency, { bookings });
  return { ok: true, bookings };
}

const bookingFor = (
  { ticketTypeId, actorId }: PlaceGuests,
  { name, plus }: PlaceGuests['guests'][number],
): PlaceBooking => ({
  items: [{ ticketTypeId, quantity: 1 + plus }],
  buyer: { name, email: '' },
  attendees: [name, ...Array.from({ length: plus }, (_, at) => `${name} +${at + 1}`)],
  answers: [],
  couponCode: null,
  billing: null,
  locale: null,
  userId: null,
  idempotency: null,
  method: 'complimentary',
  by: 'staff',
  source: 'guest_list',
  actorId,
  paymentAvailable: false,
});
