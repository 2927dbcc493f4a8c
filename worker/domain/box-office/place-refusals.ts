import { availabilityFor, salePhase, type Draw } from '../inventory.ts';
import { normalizeEmail } from '../person.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { maximumChargeMinor } from '../stripe-amount.ts';
import type { PlaceBooking } from './command.ts';
import type { Desk, TypeOnSale } from './desk.ts';

/* Why places are not given, each for itself; place.ts says in which order they are looked at. */

export interface Wanted {
  type: TypeOnSale;
  quantity: number;
}

export function closed({ event, now }: Desk): Refusal | null {
  if (event.facts.status === 'draft') return refusal('not_found');
  if (event.facts.status !== 'published') return refusal('event_not_published');
  if (event.bookingOpensAt && now < event.bookingOpensAt) {
    return refusal('sales_not_started', { startsAt: event.bookingOpensAt.toISOString() });
  }
  return now >= (event.bookingClosesAt ?? event.endsAt) ? refusal('booking_closed') : null;
}

export function refuseTypes(desk: Desk, wanted: Wanted[]): Refusal | null {
  for (const { type, quantity } of wanted) {
    const about = { ticketTypeId: type.id };
    const sale = salePhase(type, desk.now);
    if (sale === 'not_started')
      return refusal('sales_not_started', { ...about, startsAt: type.saleStartsAt?.toISOString() });
    if (sale === 'ended') return refusal('sales_ended', about);
    if (quantity < type.minPerBooking) return refusal('too_few', { ...about, minimum: type.minPerBooking });
    if (type.maxPerBooking !== null && quantity > type.maxPerBooking) {
      return refusal('too_many', { ...about, maximum: type.maxPerBooking });
    }
  }
  return null;
}

export function refuseNames(desk: Desk, command: PlaceBooking, wanted: Wanted[]): Refusal | null {
  if (desk.event.attendeeNames !== 'each') return null;
  const needed = placesOf(wanted);
  return command.attendees?.length === needed ? null : refusal('attendee_names_required', { needed });
}

/** Counts tickets over all live bookings of the account or the address, those placed earlier in this turn too. */
export function refusePerson(desk: Desk, command: PlaceBooking, wanted: Wanted[]): Refusal | null {
  const byBooking = new Map(desk.live.byEmail.get(normalizeEmail(command.buyer.email)));
  for (const [id, count] of (command.userId && desk.live.byUser.get(command.userId)) || []) byBooking.set(id, count);
  let booked = 0;
  for (const count of byBooking.values()) booked += count;
  const limit = desk.event.perPersonLimit;
  return booked + placesOf(wanted) <= limit ? null : refusal('person_limit_reached', { limit, booked });
}

export function refusePayment(desk: Desk, command: PlaceBooking, totalMinor: number): Refusal | null {
  if (totalMinor === 0) return null;
  if (!command.paymentAvailable) return refusal('stripe_not_configured', { variable: 'STRIPE_SECRET_KEY' });
  const maximumMinor = maximumChargeMinor(desk.event.currency);
  return totalMinor > maximumMinor ? refusal('too_many', { maximumMinor }) : null;
}

export function refuseStock(desk: Desk, draws: Draw[]): Refusal | null {
  const availability = availabilityFor(desk.stock, draws);
  return availability === 'available' ? null : refusal(availability);
}

const placesOf = (wanted: Wanted[]) => wanted.reduce((sum, { type, quantity }) => sum + quantity * type.places, 0);
