import type { BookingListed, BookingStore, CancellationProgress, HistoryEntry, Page, Deps } from '../../deps.ts';
import { may, notAllowed, type Caller } from '#domain/account/caller.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { ownerOf } from '../signed-in.ts';
import { findBooking, type FindDeps } from './find-booking.ts';

type ListDeps = Pick<Deps, 'bookings'>;
type Listed = Outcome<{ found: BookingListed[] }>;

/** The bookings of the caller's account and of its verified address, newest first. */
export async function listOwnBookings(
  { bookings }: ListDeps,
  caller: Caller,
  { userId, page }: { userId: string; page: Page },
): Promise<Listed> {
  const own = ownerOf(caller, userId);
  return own.ok ? { ok: true, found: await bookings.listOwn(own.owner, page) } : own;
}

interface Asked {
  eventId: string;
  filter: Parameters<BookingStore['listOfEvent']>[1];
  page: Page;
}

/** The bookings of an event, newest first. */
export async function listEventBookings(
  { bookings }: ListDeps,
  caller: Caller,
  { eventId, filter, page }: Asked,
): Promise<Listed> {
  if (!may(caller, 'VIEW_BOOKING', eventId)) return notAllowed(caller);
  return { ok: true, found: await bookings.listOfEvent(eventId, filter, page) };
}

/** A booking's history, latest first; for staff. */
export async function listHistory(
  deps: FindDeps,
  caller: Caller,
  bookingId: string,
): Promise<Outcome<{ entries: HistoryEntry[] }>> {
  const seen = await findBooking(deps, caller, { bookingId });
  if (!seen.ok) return seen;
  if (!may(caller, 'VIEW_BOOKING', seen.found.booking.eventId)) return notAllowed(caller);
  return { ok: true, entries: await deps.bookings.history(bookingId) };
}

/** How many bookings of a cancelled event have ended so far, and what was refunded. */
export async function viewCancellationProgress(
  { bookings }: ListDeps,
  caller: Caller,
  eventId: string,
): Promise<Outcome<{ progress: CancellationProgress }>> {
  if (!may(caller, 'VIEW_BOOKING', eventId)) return notAllowed(caller);
  const progress = await bookings.cancellation(eventId);
  return progress ? { ok: true, progress } : refusal('not_found');
}
