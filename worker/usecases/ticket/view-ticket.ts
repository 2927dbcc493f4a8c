import type { TicketOnPage, Deps } from '../../deps.ts';
import type { Caller } from '#domain/account/caller.ts';
import { refusal, type Outcome } from '#domain/refusal.ts';
import { ticketAccess } from '#domain/ticket/access.ts';
import { ticketToken } from './link.ts';
import { signTickets } from './sign-tickets.ts';

export type ViewDeps = Pick<Deps, 'seals' | 'signer' | 'baseUrl' | 'mailSources'>;
/** `code` and `accessToken` are the holder's alone; a cancelled ticket has no code. */
export type ViewedTicket = TicketOnPage & { code: string | null; accessToken: string };

export async function viewTicket(
  deps: ViewDeps,
  caller: Caller,
  id: string,
): Promise<Outcome<{ viewed: ViewedTicket }>> {
  const found = await deps.mailSources.findTicket(id);
  if (!found) return refusal('not_found');
  const { ticket, booking } = found;
  const { eventId, holderEmail } = ticket;
  const access = ticketAccess(caller, { eventId, holderEmail, booking, opens: opens(deps, caller, found) });
  if (access === 'none') return refusal('not_found');
  if (access === 'staff') return { ok: true, viewed: { ...found, code: null, accessToken: '' } };
  const code = ticket.status === 'valid' ? await codeOf(deps, found) : null;
  return { ok: true, viewed: { ...found, code, accessToken: ticketToken(deps, ticket) } };
}

function opens(deps: ViewDeps, caller: Caller, { ticket, booking }: TicketOnPage): 'ticket' | 'booking' | null {
  if (caller.kind !== 'link') return null;
  const isFor = (scope: 'ticket' | 'booking', row: { id: string; linkVersion: number }) =>
    deps.seals.isLinkToken(caller.token, { scope, id: row.id, version: row.linkVersion });
  return isFor('ticket', ticket) ? 'ticket' : isFor('booking', booking) ? 'booking' : null;
}

async function codeOf(deps: ViewDeps, { ticket, key }: TicketOnPage): Promise<string | null> {
  const codes = await signTickets(deps, [key], [ticket]);
  return codes.get(ticket.id) ?? null;
}
