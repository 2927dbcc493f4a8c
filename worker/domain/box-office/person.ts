import { normalizeEmail } from '../account/person.ts';
import type { Desk, LiveBooking, LiveBookings } from './desk.ts';

/* Live bookings of one person, by account or by address, including those of this turn. */

export interface Person {
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
  // People without an address are not one person.
  if (person.email) bookingsOf(desk.live.byEmail, normalizeEmail(person.email)).set(person.bookingId, booking);
  if (person.userId) bookingsOf(desk.live.byUser, person.userId).set(person.bookingId, booking);
}

function bookingsOf(people: LiveBookings['byEmail'], person: string): Map<string, LiveBooking> {
  const known = people.get(person);
  if (known) return known;
  const bookings = new Map<string, LiveBooking>();
  people.set(person, bookings);
  return bookings;
}
