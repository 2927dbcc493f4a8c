import { normalizeEmail } from '../account/person.ts';
import type { Desk, LiveBooking } from './desk.ts';

/* What one person has of an event: by account or by address, over all live bookings, those of this turn too. */

interface Person {
  email: string;
  userId: string | null;
}

export const ticketsOf = (desk: Desk, person: Person) =>
  liveOf(desk, person).reduce((sum, { tickets }) => sum + tickets, 0);

export const usesOf = (desk: Desk, person: Person, couponId: string) =>
  liveOf(desk, person).filter((booking) => booking.couponId === couponId).length;

function liveOf(desk: Desk, { email, userId }: Person): LiveBooking[] {
  const byBooking = new Map(desk.live.byEmail.get(normalizeEmail(email)));
  for (const [id, booking] of (userId && desk.live.byUser.get(userId)) || []) byBooking.set(id, booking);
  return [...byBooking.values()];
}

export function countLive(desk: Desk, person: Person & { bookingId: string }, booking: LiveBooking): void {
  // Everybody without an address is not one person.
  if (person.email) count(desk.live.byEmail, normalizeEmail(person.email), person.bookingId, booking);
  if (person.userId) count(desk.live.byUser, person.userId, person.bookingId, booking);
}

function count(people: Map<string, Map<string, LiveBooking>>, person: string, id: string, booking: LiveBooking): void {
  const known = people.get(person) ?? new Map<string, LiveBooking>();
  people.set(person, known.set(id, booking));
}
