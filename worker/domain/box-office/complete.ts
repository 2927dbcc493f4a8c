import { keptAnswers } from '../event/question.ts';
import { refusal } from '../refusal.ts';
import { confirm, hasTicketsUnpaid, letPayAtDoor } from './book.ts';
import { closeOpenPayment } from './cancel.ts';
import type { Answers, CompleteBooking } from './command.ts';
import type { Desk, Mint } from './desk.ts';
import type { BookingAtDesk } from './at-desk.ts';
import { atDoorIsOpen, refuseDetails, typePerPlace } from './place-refusals.ts';
import { toRecord } from './record.ts';

/** Somebody takes the offer from the waiting list: names and answers are kept; what costs nothing is confirmed, and what is paid
 * at the door has its tickets. */
export function complete(desk: Desk, command: CompleteBooking, mint: Mint): Answers['complete'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  const { status } = booking;
  if (!booking.waitingEntryId) return refusal('invalid_transition', { status });
  if (status === 'confirmed')
    return refusal(booking.totalMinor > 0 ? 'already_paid' : 'invalid_transition', { status });
  if (status !== 'pending_payment') return refusal('hold_expired', { status });
  if (booking.releasingSince || !booking.holdExpiresAt || booking.holdExpiresAt <= desk.now)
    return refusal('hold_expired');
  // Taken already, to be paid at the door: a second click makes no second tickets, and another choice comes too late.
  if (hasTicketsUnpaid(booking))
    return command.method === 'at_door'
      ? { ok: true, booking: toRecord(desk, booking, []) }
      : refusal('method_not_available', { method: command.method });
  const isAtDoor = command.method === 'at_door' && booking.totalMinor > 0;
  if (isAtDoor && !atDoorIsOpen(desk)) return refusal('method_not_available', { method: command.method });
  const refused = refuseDetails(desk, typePerPlace(booking.lines), command, 'public');
  if (refused) return refused;
  if (desk.event.attendeeNames === 'each') booking.attendees = (command.attendees ?? []).map((name) => ({ name }));
  booking.answers = keptAnswers(command.answers);
  desk.changes.touched.add(booking.id);
  desk.changes.answered.add(booking.id);
  return { ok: true, booking: toRecord(desk, booking, ticketsOf(desk, booking, isAtDoor, mint)) };
}

function ticketsOf(desk: Desk, booking: BookingAtDesk, isAtDoor: boolean, mint: Mint) {
  if (booking.totalMinor === 0) return confirm(desk, booking, 'own', mint);
  if (!isAtDoor) return [];
  closeOpenPayment(desk, booking, mint);
  return letPayAtDoor(desk, booking, 'held', mint);
}
