import type { Core, Deps, Rehearsal } from '../../deps.ts';
import { type Caller, may, notAllowed } from '#domain/account/caller.ts';
import { type PracticeTicket, practiceTicketsOf } from '#domain/door/practice-tickets.ts';
import { type Outcome, refusal } from '#domain/refusal.ts';
import { rehearsalOf } from '#domain/door/rehearsal.ts';
import { rehearsalKey } from './rehearsal-key.ts';
import { signTickets } from '../ticket/sign-tickets.ts';

export type PrintedTicket = PracticeTicket & { typeName: string; code: string };
interface Practice {
  doorId: string;
  rehearsal: Rehearsal | null;
  tickets: PrintedTicket[];
}

/** Lists the rehearsal's tickets for printing, each with its code, and whether a rehearsal is running. */
export async function listPracticeTickets(
  deps: Pick<Deps, 'events' | 'rehearsals'> & Pick<Core, 'seals' | 'signer'>,
  caller: Caller,
  eventId: string,
): Promise<Outcome<Practice>> {
  if (!may(caller, 'EDIT_EVENT', eventId)) return notAllowed(caller);
  const fullEvent = await deps.events.find(eventId);
  if (!fullEvent) return refusal('not_found');
  const doorId = rehearsalOf(eventId);
  const names = new Map(fullEvent.ticketTypes.map(({ id, name }) => [id, name]));
  const practiceTickets = practiceTicketsOf(doorId, fullEvent.ticketTypes);
  const codes = await codesOf(deps, doorId, practiceTickets);
  const tickets = practiceTickets.map((practice) => ({
    ...practice,
    typeName: names.get(practice.ticket.typeId)!,
    code: practice.expect === 'invalid' ? forged(codes.get(practice.ticket.id)!) : codes.get(practice.ticket.id)!,
  }));
  return { ok: true, doorId, rehearsal: await deps.rehearsals.find(eventId), tickets };
}

async function codesOf(deps: Pick<Core, 'seals' | 'signer'>, doorId: string, practiceTickets: PracticeTicket[]) {
  const signable = practiceTickets.map(({ ticket, typeIndex, printedRevision: revision }) => ({
    id: ticket.id,
    keyId: ticket.keyId,
    issuedAt: new Date(ticket.issuedAt),
    eventId: doorId,
    typeIndex,
    revision,
  }));
  return signTickets(deps, [await rehearsalKey(deps, doorId)], signable);
}

/** A forged code: one letter in the middle of its signature is changed. */
const FORGED_AT = 100;
const forged = (code: string) =>
  code.slice(0, FORGED_AT) + (code[FORGED_AT] === 'A' ? 'Q' : 'A') + code.slice(FORGED_AT + 1);
