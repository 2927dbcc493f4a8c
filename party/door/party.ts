import type { DoorRoom } from '../../worker/deps.ts';
import { currentSessions } from '#domain/door/session.ts';
import type { DoorFacts, PartyMember, TicketFacts } from '#domain/door/door.ts';
import { refusal } from '#domain/refusal.ts';
import type { DoorParts } from './parts.ts';
import { ready } from './readiness.ts';

/** Returns all tickets of the ticket's booking, with those that are inside. */
export async function party(door: DoorParts, ticketId: string): ReturnType<DoorRoom['party']> {
  const known = await ready(door);
  if (!known.ok) return known;
  if (!door.ledger.tickets.find(ticketId)) await door.copy.pullForScan();
  const ticket = door.ledger.tickets.find(ticketId);
  if (!ticket) return refusal('not_found');
  const all = ticket.bookingId ? door.ledger.tickets.ofBooking(ticket.bookingId) : [ticket];
  return { ok: true, members: all.map((one) => memberOf(door, door.copy.facts()!, one)) };
}

function memberOf(door: DoorParts, facts: DoorFacts, ticket: TicketFacts): PartyMember {
  const sessions = currentSessions(facts.sessions, door.clock.now().getTime());
  const entries = sessions.flatMap((session) => door.ledger.entries.of(ticket.id, session.id));
  return {
    ticketId: ticket.id,
    numberEnd: ticket.number?.slice(-4) ?? '',
    attendeeName: ticket.attendeeName,
    typeName: facts.types.find((type) => type.id === ticket.typeId)?.name ?? '',
    status: ticket.status,
    inside: entries.some((entry) => entry.exitedAt === null),
    entered: entries.length > 0,
  };
}
