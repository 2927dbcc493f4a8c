import { refuseCode, refuseCoupon, reveals, type Coupon } from '../booking/coupon.ts';
import { availabilityFor, salePhase, type Draw } from '../event/inventory.ts';
import { MOST_MINOR } from '../money.ts';
import { priceOfOne } from '../price.ts';
import { refuseAnswers } from '../event/question.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { chargeStepMinor, maximumChargeMinor, minimumChargeMinor } from '../stripe-amount.ts';
import { unevenAmount } from '../uneven-amount.ts';
import type { PlaceBooking, WantedItem } from './command.ts';
import type { Desk, TypeOnSale } from './desk.ts';
import { ticketsOf, usesOf } from './person.ts';
import { couponLines, type Wanted } from './price-items.ts';

/** The most tickets of one booking, also for staff: all of them are issued and written in one turn. */
const MOST_TICKETS = 2000;

/* The reasons to refuse a booking, one by one; place.ts says in which order they are checked. */

export function refuseClosedSale({ event, now }: Pick<Desk, 'event' | 'now'>): Refusal | null {
  if (event.facts.status === 'draft') return refusal('not_found');
  if (event.facts.status !== 'published') return refusal('event_not_published');
  if (event.bookingOpensAt && now < event.bookingOpensAt) {
    return refusal('sales_not_started', { startsAt: event.bookingOpensAt.toISOString() });
  }
  return now >= (event.bookingClosesAt ?? event.endsAt) ? refusal('booking_closed') : null;
}

/** Staff may book before sales open and after they close, but not for an event that was cancelled or archived. */
export function refuseEndedEvent({ event }: Pick<Desk, 'event'>): Refusal | null {
  return event.facts.status === 'published' || event.facts.status === 'draft' ? null : refusal('event_not_published');
}

/** Without a code for it a hidden type is refused as if it did not exist, so guessing reveals nothing. */
export function wantedTypes(desk: Desk, command: PlaceBooking, coupon: Coupon | null): Wanted[] | Refusal {
  const isStaff = command.by === 'staff';
  return priced(
    desk,
    command.items,
    (type) => !type.hidden || isStaff || (coupon !== null && reveals(coupon, type.id)),
  );
}

/** Merges the items by type and price. */
export function priced(
  desk: Pick<Desk, 'types' | 'event'>,
  items: readonly WantedItem[],
  isShown: (type: TypeOnSale) => boolean,
): Wanted[] | Refusal {
  const wanted = new Map<string, Wanted>();
  for (const { ticketTypeId, quantity, unitPriceMinor = null } of items) {
    const type = desk.types.get(ticketTypeId);
    if (!type || type.archivedAt || !isShown(type)) return refusal('unknown_ticket_type');
    if (unitPriceMinor !== null && !type.payWhatYouWant)
      return refusal('invalid_request', {
        fields: [{ path: 'items', message: 'This type has a fixed price', reason: 'invalid' }],
      });
    const priceMinor = unitPriceMinor ?? type.priceMinor;
    if (priceMinor < type.priceMinor)
      return refusal('price_too_low', { ticketTypeId, minimumMinor: type.priceMinor, currency: desk.event.currency });
    // A buyer's own price must be one that can be charged.
    const uneven =
      unitPriceMinor !== null && unevenAmount('items', priceOfOne(priceMinor, desk.event), desk.event.currency);
    if (uneven) return uneven;
    const key = `${type.id} ${priceMinor}`;
    wanted.set(key, { type, priceMinor, quantity: quantity + (wanted.get(key)?.quantity ?? 0) });
  }
  const all = [...wanted.values()];
  return placesOf(all) > MOST_TICKETS ? refusal('too_many', { maximum: MOST_TICKETS }) : all;
}

export function refuseTypes(desk: Desk, wanted: Wanted[]): Refusal | null {
  for (const [type, lines] of Map.groupBy(wanted, (line) => line.type)) {
    const quantity = lines.reduce((sum, line) => sum + line.quantity, 0);
    const about = { ticketTypeId: type.id };
    const sale = salePhase(type, desk.now);
    if (sale === 'not_started')
      return refusal('sales_not_started', { ...about, startsAt: type.saleStartsAt?.toISOString() });
    if (sale === 'ended') return refusal('sales_ended', about);
    if (quantity < type.minPerBooking) return refusal('too_few', { ...about, minimum: type.minPerBooking });
    if (type.maxPerBooking !== null && quantity > type.maxPerBooking) {
      return refusal('too_many', { ...about, maximum: type.maxPerBooking });
    }
    if (type.requiresTypeId && !wanted.some((line) => line.type.id === type.requiresTypeId))
      return refusal('requires_other_type', { ...about, requiresTypeId: type.requiresTypeId });
  }
  return null;
}

/** Requires names where the event wants one for each ticket, and answers to its questions. Staff may leave them out. */
export function refuseDetails(
  desk: Pick<Desk, 'event' | 'questions'>,
  typePerPlace: readonly string[],
  { attendees, answers, by }: Pick<PlaceBooking, 'attendees' | 'answers' | 'by'>,
): Refusal | null {
  const needed = typePerPlace.length;
  const names = attendees?.length ?? 0;
  const isWanted = by === 'public' ? desk.event.attendeeNames === 'each' : names > 0;
  if (isWanted && names !== needed) return refusal('attendee_names_required', { needed });
  return refuseAnswers(desk.questions, typePerPlace, { answers, by });
}

export const typePerPlace = (lines: readonly { ticketTypeId: string; places: number }[]) =>
  lines.flatMap(({ ticketTypeId, places }) => Array.from({ length: places }, () => ticketTypeId));

/** Counts tickets over all live bookings of the account or the address, including those placed earlier in this turn. */
export function refusePerson(desk: Desk, command: PlaceBooking, wanted: Wanted[]): Refusal | null {
  const booked = ticketsOf(desk, { email: command.buyer.email, userId: command.userId });
  const limit = desk.event.perPersonLimit;
  return booked + placesOf(wanted) <= limit ? null : refusal('person_limit_reached', { limit, booked });
}

export function refuseCoupons(
  desk: Desk,
  command: PlaceBooking,
  { coupon, wanted }: { coupon: Coupon | null; wanted: Wanted[] },
): Refusal | null {
  if (command.couponCode === null) return null;
  const refused = refuseCode(coupon, desk.now);
  if (refused || !coupon) return refused;
  const person = { email: command.buyer.email, userId: command.userId };
  return refuseCoupon(coupon, couponLines(wanted), usesOf(desk, person, coupon.id));
}

/** Refuses a total that changed since the buyer saw the price. */
export function refuseTotal(
  { event: { currency } }: Pick<Desk, 'event'>,
  { expectedTotalMinor = null }: Pick<PlaceBooking, 'expectedTotalMinor'>,
  totalMinor: number,
): Refusal | null {
  if (expectedTotalMinor === null || expectedTotalMinor === totalMinor) return null;
  return refusal('version_conflict', { totalMinor, currency });
}

export function refusePayment(desk: Desk, command: PlaceBooking, totalMinor: number): Refusal | null {
  if (totalMinor === 0) return null;
  const { currency } = desk.event;
  if (totalMinor > MOST_MINOR) return refusal('too_many', { maximumMinor: MOST_MINOR });
  if (command.method === 'at_door' && command.by === 'public' && !atDoorIsOpen(desk))
    return refusal('method_not_available', { method: command.method });
  if (command.method !== null && command.method !== 'stripe') return null;
  if (!command.paymentAvailable) return refusal('stripe_not_configured', { variable: 'STRIPE_SECRET_KEY' });
  // Prices may be older than the rule that they must be a multiple of the step.
  if (totalMinor % chargeStepMinor(currency) !== 0) return refusal('method_not_available', { method: 'stripe' });
  const maximumMinor = maximumChargeMinor(currency);
  if (totalMinor > maximumMinor) return refusal('too_many', { maximumMinor });
  const minimumMinor = minimumChargeMinor(currency);
  return totalMinor < minimumMinor ? refusal('price_too_low', { minimumMinor, currency }) : null;
}

export const atDoorIsOpen = ({ event, now }: Desk) => event.atDoorPayment && now < (event.atDoorUntil ?? event.endsAt);

export function refuseStock(desk: Desk, draws: Draw[]): Refusal | null {
  const availability = availabilityFor(desk.stock, draws);
  return availability === 'available' ? null : refusal(availability);
}

const placesOf = (wanted: Wanted[]) => wanted.reduce((sum, { type, quantity }) => sum + quantity * type.places, 0);
