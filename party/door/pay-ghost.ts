import type { DoorRoom } from '../../worker/deps.ts';
import { ghostTickets } from '#domain/door/ghost-tickets.ts';
import { refusal } from '#domain/refusal.ts';
import { isRehearsal } from '#domain/door/rehearsal.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';

/** Marks the ghost tickets of a rehearsal's booking as paid. No money moves, and only this room knows the booking. */
export async function payGhost(door: DoorParts, bookingId: string): ReturnType<DoorRoom['payGhost']> {
  const known = await ready(door);
  if (!known.ok) return known;
  const { types, event } = known.facts;
  const ghosts = isRehearsal(door.doorId) ? ghostTickets(door.doorId, types) : [];
  const tickets = ghosts.map(({ ticket }) => ticket).filter((ticket) => ticket.bookingId === bookingId);
  const amountMinor = tickets[0]?.amountDueMinor ?? null;
  if (amountMinor === null) return refusal('nothing_to_pay');
  const unpaid = tickets.filter(({ id }) => door.ledger.tickets.find(id)?.amountDueMinor !== null);
  door.transaction(() => door.ledger.tickets.save(unpaid.map((ticket) => ({ ...ticket, amountDueMinor: null }))));
  return { ok: true, amountMinor, currency: event.currency, taken: unpaid.length > 0 };
}
