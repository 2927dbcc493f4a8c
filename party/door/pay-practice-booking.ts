import type { DoorRoom } from '../../worker/deps.ts';
import { practiceTicketsOf } from '#domain/door/practice-tickets.ts';
import { refusal } from '#domain/refusal.ts';
import { isRehearsal } from '#domain/door/rehearsal.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';

/** Marks the practice tickets of a rehearsal's booking as paid. No money moves, and only this room knows the booking. */
export async function payPracticeBooking(
  door: DoorParts,
  bookingId: string,
): ReturnType<DoorRoom['payPracticeBooking']> {
  const known = await ready(door);
  if (!known.ok) return known;
  const { types, event } = known.facts;
  const practiceTickets = isRehearsal(door.doorId) ? practiceTicketsOf(door.doorId, types) : [];
  const tickets = practiceTickets.map(({ ticket }) => ticket).filter((ticket) => ticket.bookingId === bookingId);
  const amountMinor = tickets[0]?.amountDueMinor ?? null;
  if (amountMinor === null) return refusal('nothing_to_pay');
  const unpaid = tickets.filter(({ id }) => door.ledger.tickets.find(id)?.amountDueMinor !== null);
  door.transaction(() => door.ledger.tickets.save(unpaid.map((ticket) => ({ ...ticket, amountDueMinor: null }))));
  return { ok: true, amountMinor, currency: event.currency, taken: unpaid.length > 0 };
}
