import { keptAnswers } from '../event/question.ts';
import { refusal } from '../refusal.ts';
import { confirm, hasTicketsUnpaid, allowDoorPayment } from './booking-steps.ts';
import { closeOpenPayment } from './cancel.ts';
import type { NewTicket } from './changes.ts';
import type { CompleteBooking, Replies } from './command.ts';
import type { Desk } from './desk.ts';
import { atDoorIsOpen, refuseDetails, typePerPlace } from './place-refusals.ts';
import { toRecord } from './record.ts';

/**
 * Accepts an offer from the waiting list: keeps names and answers, confirms it where it costs nothing, and issues its
 * tickets where it is paid at the door.
 */
export function complete(desk: Desk, command: CompleteBooking): Replies['complete'] {
  const booking = desk.bookings.get(command.bookingId);
  if (!booking) return refusal('not_found');
  const { status } = booking;
  if (!booking.waitingEntryId) return refusal('invalid_transition', { status });
  if (status === 'confirmed')
    return refusal(booking.totalMinor > 0 ? 'already_paid' : 'invalid_transition', { status });
  if (status !== 'pending_payment') return refusal('hold_expired', { status });
  if (booking.releasingSince || !booking.holdExpiresAt || booking.holdExpiresAt <= desk.now)
    return refusal('hold_expired');
  // Accepted before, to be paid at the door: a repeat issues no second tickets, and the method can't change any more.
  if (hasTicketsUnpaid(booking))
    return command.method === 'at_door'
      ? { ok: true, booking: toRecord(desk, booking, []) }
      : refusal('method_not_available', { method: command.method });
  const isAtDoor = command.method === 'at_door' && booking.totalMinor > 0;
  if (isAtDoor && !atDoorIsOpen(desk)) return refusal('method_not_available', { method: command.method });
  const refused = refuseDetails(desk, typePerPlace(booking.lines), { ...command, by: 'public' });
  if (refused) return refused;
  if (desk.event.attendeeNames === 'each') booking.attendees = (command.attendees ?? []).map((name) => ({ name }));
  booking.answers = keptAnswers(command.answers);
  desk.changes.touched.add(booking.id);
  desk.changes.answered.add(booking.id);
  let tickets: NewTicket[] = [];
  if (booking.totalMinor === 0) tickets = confirm(desk, booking, 'own');
  else if (isAtDoor) {
    closeOpenPayment(desk, booking);
    tickets = allowDoorPayment(desk, booking, 'held');
  }
  return { ok: true, booking: toRecord(desk, booking, tickets) };
}
