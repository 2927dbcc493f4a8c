import type { Core, Deps, GuestRow } from '../../deps.ts';
import { practiceTicketsOf } from '#domain/door/practice-tickets.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { eventOfDoor } from '#domain/door/rehearsal.ts';
import { askDoor } from '../ask-door.ts';

const MOST = 20;
const MARKS_AND_SIGNS = /[^\p{L}\p{N}]/gu;
const folded = (text: string) => text.normalize('NFKD').replace(MARKS_AND_SIGNS, '').toLowerCase();

/** Searches the tickets of a rehearsal, and none of the event's own. */
export async function findPracticeTickets(
  deps: Pick<Deps, 'events'> & Pick<Core, 'rooms' | 'log'>,
  doorId: string,
  text: string,
): Promise<Outcome<{ guests: GuestRow[] }>> {
  const fullEvent = await deps.events.find(eventOfDoor(doorId));
  if (!fullEvent) return refusal('not_found');
  const wanted = folded(text);
  const found = practiceTicketsOf(doorId, fullEvent.ticketTypes)
    .filter(({ ticket }) => [ticket.attendeeName, ticket.number].some((words) => folded(words).includes(wanted)))
    .slice(0, MOST);
  const names = new Map(fullEvent.ticketTypes.map(({ id, name }) => [id, name]));
  const inside = await insideOf(
    deps,
    doorId,
    found.map(({ ticket }) => ticket.id),
  );
  const guests = found.map(({ ticket: { id: ticketId, number, attendeeName, typeId, status, amountDueMinor } }) => ({
    ticketId,
    number,
    attendeeName,
    status,
    typeName: names.get(typeId)!,
    email: '',
    enteredAt: null,
    inside: inside.has(ticketId),
    unpaid: amountDueMinor !== null,
  }));
  return { ok: true, guests };
}

async function insideOf(deps: Pick<Core, 'rooms' | 'log'>, doorId: string, ticketIds: string[]): Promise<Set<string>> {
  const parties = await Promise.all(ticketIds.map((id) => askDoor(deps, doorId, (door) => door.party(id))));
  const members = parties.flatMap((party) => (party.ok ? party.members : []));
  return new Set(members.filter(({ inside }) => inside).map(({ ticketId }) => ticketId));
}
