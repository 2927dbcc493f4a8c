import { leftOf } from '../event/inventory.ts';
import { refusal } from '../refusal.ts';
import type { Answers, GuestsPlaced, PlaceGuests } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import { givenAnswer, keepAnswer } from './given.ts';
import { place } from './place.ts';
import { calledOff } from './place-refusals.ts';

/** Guests of the house: a booking for each name with whoever comes along, all of them or none. */
export function placeGuests(desk: Desk, command: PlaceGuests, mint: Mint): Answers['place_guests'] {
  const given = givenAnswer<GuestsPlaced>(desk, command.idempotency);
  if (given) return given.ok ? { ok: true, ...given.answer } : given;
  const shut = calledOff(desk);
  if (shut) return shut;
  const type = desk.types.get(command.ticketTypeId);
  // A bundle's places have no names of their own.
  if (!type || type.archivedAt || type.places !== 1) return refusal('unknown_ticket_type');
  const wanted = command.guests.reduce((sum, { plus }) => sum + 1 + plus, 0);
  const left = leftOf(desk.stock, type.quotaIds);
  if (left !== null && left < wanted) return refusal('sold_out', { left, wanted });
  const bookings = command.guests.map(({ name, plus }) => {
    const placed = place(desk, bookingFor(command, { name, plus }), mint);
    if (!placed.ok) throw new Error(`A guest was refused after all were counted: ${placed.code}`);
    return { id: placed.booking.id, reference: placed.booking.reference, name, tickets: 1 + plus };
  });
  keepAnswer(desk, command.idempotency, { bookings });
  return { ok: true, bookings };
}

const bookingFor = ({ ticketTypeId, actorId }: PlaceGuests, { name, plus }: PlaceGuests['guests'][number]) => ({
  items: [{ ticketTypeId, quantity: 1 + plus }],
  buyer: { name, email: '' },
  attendees: [name, ...Array.from({ length: plus }, (_, at) => `${name} +${at + 1}`)],
  ...{ answers: [], couponCode: null, billing: null, locale: null, userId: null, idempotency: null },
  ...{ method: 'complimentary' as const, by: 'staff' as const, source: 'guest_list', actorId },
  paymentAvailable: false,
});
