import { keptAnswers } from '../question.ts';
import { refusal } from '../refusal.ts';
import { confirm } from './book.ts';
import type { Answers, CompleteBooking } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import { refuseDetails, typePerPlace } from './place-refusals.ts';
import { toRecord } from './record.ts';

/** Somebody takes the offer from the waiting list: names and answers are kept, and what costs nothing is confirmed. */
export function complete(desk: Desk, command: CompleteBooking, mint: Mint): Answers['complete'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  if (booking.status !== 'pending_payment') return refusal('hold_expired', { status: booking.status });
  if (booking.releasingSince || !booking.holdExpiresAt || booking.holdExpiresAt <= desk.now)
    return refusal('hold_expired');
  const refused = refuseDetails(desk, typePerPlace(booking.lines), command, 'public');
  if (refused) return refused;
  if (desk.event.attendeeNames === 'each') booking.attendees = (command.attendees ?? []).map((name) => ({ name }));
  booking.answers = keptAnswers(command.answers);
  desk.changes.touched.add(booking.id);
  desk.changes.answered.add(booking.id);
  const tickets = booking.totalMinor === 0 ? confirm(desk, booking, 'held', mint) : [];
  return { ok: true, booking: toRecord(desk, booking, tickets) };
}
